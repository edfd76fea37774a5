"""The prompts and the script at their addresses."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from submissions.prompts.routes import router


def test_prompts_and_script_have_addresses() -> None:
    server = FastAPI()
    server.include_router(router)
    with TestClient(server) as client:
        assert client.get("/prompts.csv").text.startswith("dimension,prompt_id,file,prompt")
        assert len(client.get("/prompts.json").json()["prompts"]) == 220
        script = client.get("/generate.py")
        assert "PROTOCOL = 'closed-world-v1'" in script.text
        assert "generate.py" in script.headers["content-disposition"]
