"""The EvalAlign Leaderboard as a web application: `make run`, or `python app.py`.

Builds the pages from the three rooms, starts the worker process that empties
the queue, and serves until it is stopped.
"""

import logging
import socket
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from PIL import Image

from core.cli import exit_on_bad_input
from core.language import mark, set_language_resolver
from core.problems import BadInput
from core.settings import Settings, get_settings
from leaderboard import api as leaderboard_api
from leaderboard.agreement import page as agreement
from leaderboard.agreement import routes as agreement_routes
from leaderboard.board import page as board
from leaderboard.board import routes as board_routes
from leaderboard.board.boards import list_boards
from leaderboard.board.ranked import ranked
from leaderboard.compare import page as compare
from leaderboard.explore import page as explore
from leaderboard.store.database import Database, get_database
from leaderboard.t2i_model import page as t2i_model
from leaderboard.t2i_model import routes as t2i_model_routes
from model.closed_world.reading import read_closed_world_elements
from model.closed_world.simulation import draw_examples
from model.scoring import api as score_api
from model.scoring import page as score_page
from submissions.about import page as about
from submissions.admin import page as admin
from submissions.evaluation import routes as health_routes
from submissions.evaluation.supervisor import WorkerProcess
from submissions.feeds import routes as feed_routes
from submissions.identity.admin_token import AdminTokenMiddleware, admin_address
from submissions.identity.identity import sign_in_offered
from submissions.prompts import routes as prompt_routes
from submissions.simulated import enter_simulated_models
from submissions.submit import api as submit_api
from submissions.submit import page as submit_page
from web import stream
from web.language import LanguageMiddleware, TranslatedBlocks, request_language, words
from web.shell import FrameMiddleware, add_heading
from web.theme import make_theme

TITLE = "EvalAlign Leaderboard"
ASSETS = Path(__file__).parent / "assets"

CLEAN_CACHE = (3600, 4 * 3600)
"""Every hour, uploads and downloads older than four hours are deleted (seconds); what was submitted is stored apart."""

SESSIONS = 300
"""Browser tabs whose state Gradio keeps, those last active: each takes a megabyte or two while it is kept."""

LINKED_ELSEWHERE = {"/t2i-model", "/admin"}
"""Pages that the navigation bar leaves out."""

THEME = make_theme()


def build() -> gr.Blocks:
    """Build the pages under one navigation bar."""
    with TranslatedBlocks(title=TITLE, fill_width=True, analytics_enabled=False, delete_cache=CLEAN_CACHE) as app:
        add_heading(words("# EvalAlign Leaderboard"))
        board.build()
        for api in (submit_api, leaderboard_api):
            api.build()
        score_api.build(read_closed_world_elements)
    for name, path, heading, build_page in (
        (mark("Compare"), "/compare", words("# Compare T2I models"), compare.build),
        (mark("T2I model"), "/t2i-model", words("# T2I model"), t2i_model.build),
        (mark("Agreement"), "/agreement", words("# Agreement with people"), agreement.build),
        (mark("Explore"), "/explore", words("# Explore the images"), explore.build),
        (mark("Submit"), "/submit", words("# Submit a T2I model"), submit_page.build),
        (
            mark("Score one image"),
            "/score",
            words("# Score one image"),
            partial(score_page.build, _scenes_to_try, read_closed_world_elements),
        ),
        (mark("About"), "/about", words("# About"), about.build),
        (mark("Admin"), "/admin", words("# Admin"), admin.build),
    ):
        with app.route(name, path, show_in_navbar=path not in LINKED_ELSEWHERE):
            add_heading(heading)
            build_page()
    return app


def _scenes_to_try() -> list[tuple[Image.Image, str]]:
    return [(example.image, example.prompt.text) for example in draw_examples()]


def serve(settings: Settings, pages: gr.Blocks) -> FastAPI:
    """Make the web server: the pages, and the routes beside them."""
    set_language_resolver(request_language)
    server = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    server.add_middleware(FrameMiddleware, pages=pages.pages, title=TITLE, first=mark("Leaderboard"))
    server.add_middleware(LanguageMiddleware)
    server.add_middleware(AdminTokenMiddleware)
    for routes in (prompt_routes, feed_routes, t2i_model_routes, board_routes, agreement_routes, health_routes):
        server.include_router(routes.router)
    # Gradio takes any file of the server's for an upload until it has "launched", which mounting does not set.
    pages.has_launched = True
    pages.state_session_capacity = SESSIONS
    return gr.mount_gradio_app(
        server,
        pages.queue(default_concurrency_limit=8),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        theme=THEME,
        css_paths=ASSETS / "app.css",
        head=feed_routes.HEAD + stream.HEAD,
        favicon_path=str(ASSETS / "favicon.svg"),
        allowed_paths=[str(settings.data_dir / "thumbnails")],
        max_file_size=settings.max_archive_bytes,
        footer_links=["api"],
        show_error=False,
    )


def main() -> None:
    """Start the worker, fill an empty closed-world board, and serve until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    with exit_on_bad_input():
        settings: Settings = get_settings()
        database = get_database()
        listening = _listen(settings)
        server = serve(settings, build())
    with WorkerProcess(), listening:
        for job, arguments in ((warm_up, (database,)), (enter_simulated_models, (database, settings))):
            threading.Thread(target=job, args=arguments, name=job.__name__, daemon=True).start()
        host, port = listening.getsockname()[:2]
        root = f"http://{host}:{port}"
        print(f"The leaderboard is at {root}", flush=True)
        if not sign_in_offered():
            print(f"Admin page: {admin_address(root)}", flush=True)
        with suppress(KeyboardInterrupt):  # uvicorn has shut down by then; this is how one stops it
            uvicorn.Server(uvicorn.Config(server, log_level="warning", timeout_graceful_shutdown=5)).run(
                sockets=[listening]
            )


def warm_up(database: Database) -> None:
    """Rank every board ahead of the first request: with 1,000 T2I models that takes seconds."""
    for listed in list_boards(database):
        ranked(database, listed)


def _listen(settings: Settings) -> socket.socket:
    """Open the socket to serve on; raises `BadInput` if the address cannot be used."""
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as error:
        address = f"{settings.host}:{settings.port}"
        text = f"Cannot be served on ({error}). Set EVALALIGN_PORT or EVALALIGN_HOST to another one."
        raise BadInput.one("address", address, text) from error


if __name__ == "__main__":
    main()
