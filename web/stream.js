// Runs before Gradio's own scripts. All answers of a page come in one stream, which the server ends when it owes none.
// What is asked for in that moment joins a stream that is over, while Gradio's client, which has not heard of its end,
// opens no other: the answer never comes. Here the end is told only when nothing is owed; else the stream goes on.
(() => {
  const fetched = window.fetch;
  const writer = new TextEncoder();
  const END = 'data: {"msg":"close_stream","event_id":null}\n\n';
  const sessions = new Map();

  // Of a session: how many have asked and not been given a number, whose answers are to come, and whose came before
  // their number.
  const known = (session) => {
    if (!sessions.has(session)) sessions.set(session, { joining: 0, owed: new Set(), early: new Set() });
    return sessions.get(session);
  };

  const join = async (asked) => {
    const session = known(JSON.parse(asked[1].body).session_hash);
    session.joining += 1;
    try {
      const answer = await fetched(...asked);
      const number = answer.ok && (await answer.clone().json()).event_id;
      if (number && !session.early.delete(number)) session.owed.add(number);
      return answer;
    } finally {
      session.joining -= 1;
    }
  };

  // False for the stream's end.
  const told = (session, message) => {
    const { msg, event_id: number } = JSON.parse(message.replace(/^data:/, ""));
    if (msg === "process_completed" && !session.owed.delete(number)) session.early.add(number);
    return msg !== "close_stream";
  };

  const open = async (asked) => {
    const answer = await fetched(...asked);
    return [answer, answer.ok ? answer.body.pipeThrough(new TextDecoderStream()).getReader() : null];
  };

  const listen = async (asked, session) => {
    let [answer, reader] = await open(asked);
    if (!reader) return answer;
    let rest = "";
    let over = false;
    const whole = new ReadableStream({
      async pull(out) {
        for (;;) {
          const { done, value } = await reader.read();
          if (!done) {
            const messages = (rest + value).split("\n\n");
            rest = messages.pop();
            const some = messages.filter((message) => told(session, message));
            over ||= some.length < messages.length;
            if (some.length === 0) continue;
            out.enqueue(writer.encode(some.map((message) => `${message}\n\n`).join("")));
            return;
          }
          if (!over || (session.joining === 0 && session.owed.size === 0)) {
            out.enqueue(writer.encode(over ? END : rest));
            out.close();
            return;
          }
          over = false;
          [answer, reader] = await open(asked);
          if (!reader) throw new Error(`The stream of answers was refused: ${answer.status}`);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(whole, { status: answer.status, headers: answer.headers });
  };

  window.fetch = (...asked) => {
    const { pathname, searchParams } = new URL(asked[0].url ?? asked[0], location.href);
    if (pathname.endsWith("/queue/join") && typeof asked[1]?.body === "string") return join(asked);
    if (pathname.endsWith("/queue/data")) return listen(asked, known(searchParams.get("session_hash")));
    return fetched(...asked);
  };
})();
