"""Two optimisers that step as one: what each trains, what they leave alone, and that they go on where they stopped."""

import pytest
import torch
from torch import Tensor, nn

from model.closed_world.pretraining.optimisers import Muon, Optimisers, orthogonalise


class Net(nn.Module):
    """A matrix inside, ends that are read directly, and a branch that a loss may leave out."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.embed = nn.Embedding(5, 8)
        self.inside = nn.Linear(8, 8)
        self.unused = nn.Linear(8, 8)

    def forward(self) -> Tensor:
        return (self.inside(self.embed(torch.arange(5))) - 1).square().mean()


def optimisers(net: Net, rate: float = 0.01, matrix_rate: float = 0.05) -> Optimisers:
    return Optimisers(net.named_parameters(), rate=rate, matrix_rate=matrix_rate, weight_decay=0.0)


def weights(net: Net) -> dict[str, Tensor]:
    return {name: weight.detach().clone() for name, weight in net.named_parameters()}


def moved(net: Net, before: dict[str, Tensor]) -> set[str]:
    return {name for name, weight in net.named_parameters() if not torch.equal(weight, before[name])}


def test_inner_matrices_have_a_rate_of_their_own() -> None:
    net = Net()
    before = weights(net)
    optimisers(net, rate=0.0).step(net(), 1.0)
    assert moved(net, before) == {"inside.weight"}
    net = Net()
    optimisers(net, matrix_rate=0.0).step(net(), 1.0)
    assert moved(net, before) == {"embed.weight", "inside.bias"}


def test_weights_without_gradient_stay() -> None:
    net = Net()
    before = weights(net)
    parts = optimisers(net)
    for _ in range(3):
        parts.step(net(), 1.0)
    assert not any(name.startswith("unused") for name in moved(net, before))


def test_the_share_scales_the_step() -> None:
    net = Net()
    before = weights(net)
    optimisers(net).step(net(), 0.0)
    assert not moved(net, before)


def test_the_loss_falls() -> None:
    net = Net()
    parts = optimisers(net)
    first = float(net().detach())
    for _ in range(40):
        parts.step(net(), 1.0)
    assert float(net().detach()) < 0.2 * first


def test_a_restored_state_steps_as_before() -> None:
    whole, halved = Net(), Net()
    parts = optimisers(whole)
    for _ in range(4):
        parts.step(whole(), 1.0)
    first = optimisers(halved)
    for _ in range(2):
        first.step(halved(), 1.0)
    second = optimisers(halved)
    second.load_state_dict(first.state_dict())
    for _ in range(2):
        second.step(halved(), 1.0)
    assert not moved(whole, weights(halved))


@pytest.mark.parametrize("shape", [(8, 8), (6, 24), (24, 6)])
def test_a_matrix_made_orthogonal_keeps_its_directions(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    turned = left.T @ orthogonalise(matrix[None])[0] @ right.T
    assert turned.diagonal().min() > 0.5
    assert turned.diagonal().max() < 1.5
    assert (turned - torch.diag(turned.diagonal())).abs().max() < 1e-4


@pytest.mark.parametrize("shape", [(8, 8), (6, 24), (24, 6)])
def test_muon_steps_as_pytorchs_does_up_to_its_rounding(shape: tuple[int, int]) -> None:
    generator = torch.Generator().manual_seed(2)
    ours = nn.Parameter(torch.randn(shape, generator=generator))
    theirs = nn.Parameter(ours.detach().clone())
    pair = (Muon([ours], lr=0.1), torch.optim.Muon([theirs], lr=0.1, weight_decay=0.01))
    for _ in range(3):
        gradient = torch.randn(shape, generator=generator)
        for weight, optimiser in zip((ours, theirs), pair, strict=True):
            weight.grad = gradient.clone()
            optimiser.step()
    assert torch.allclose(ours, theirs, atol=0.01)
