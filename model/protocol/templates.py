"""Conversations that released checkpoints were trained with, for `python -m model protocol import-evalalign`.

Source: LLaVA's released code, `llava/conversation.py` (Apache-2.0).
"""

from model.protocol.schema import Conversation

TEMPLATES: dict[str, Conversation] = {
    "vicuna-v1": Conversation(
        before_image=(
            "A chat between a curious user and an artificial intelligence assistant. "
            "The assistant gives helpful, detailed, and polite answers to the user's questions. USER: "
        ),
        after_image="\n{question} ASSISTANT:",
        answer=" {option}",
    ),
    "mpt": Conversation(
        before_image=(
            "<|im_start|>system\n"
            "A conversation between a user and an LLM-based AI assistant. "
            "The assistant gives helpful and honest answers.<|im_end|><|im_start|>user\n"
        ),
        after_image="\n{question}<|im_end|><|im_start|>assistant\n",
        answer="{option}",
    ),
    "chatml-direct": Conversation(
        before_image="<|im_start|>system\nAnswer the questions.<|im_end|><|im_start|>user\n",
        after_image="\n{question}<|im_end|><|im_start|>assistant\n",
        answer="{option}",
    ),
}
"""`vicuna-v1`: Vicuna, EvalAlign's 13B. `mpt`: what the original evaluation sends its 34B. `chatml-direct`: what LLaVA
itself uses for the base of that 34B."""
