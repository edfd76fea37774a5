"""Result files of the original EvalAlign scripts: one per dimension, sums and counts by skill, keys as they spell them.

`result_test_faithfulness.json` has `<name>_score`, `<name>_num` and `<name>_average` for each skill, then
`total_score`, `num` (counted answers) and `avg_score`. `result_test_alignment.json` has `<name>_avgerage`,
`total_score` and `total_avgerage`, which is points by images. Names are those of `model.official.names`.
Source: EvalAlign's released `test_faithfulness.py` and `test_alignment.py`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose
from pathlib import Path
from typing import Any

from core.problems import BadInput, Problem
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL, SCORE_KEYS, Score
from model.official.names import NAMES
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY, Dimension, Skill, skills_of

AVERAGE = {Dimension.FAITHFULNESS: "average", Dimension.ALIGNMENT: "avgerage"}
TOTALS = {
    Dimension.FAITHFULNESS: ("total_score", "num", "avg_score"),
    Dimension.ALIGNMENT: ("total_score", "total_avgerage"),
}

FILE_NAMES = {dimension: f"result_test_{dimension}" for dimension in Dimension}
"""What the original calls its files, without the extension."""

_MOST = 1e9
"""The largest number taken for a sum of answers; NaN is none."""

_TOLERANCE = 1e-9
"""How far, relatively, a mean may be from the quotient of its sum and count: the original writes all digits."""


@dataclass(frozen=True, slots=True)
class OriginalResult:
    """One dimension of a result: points and counted answers by skill; skills without questions are left out.

    `images`: how many there were, None where the file does not tell.
    """

    dimension: Dimension
    points: Mapping[str, int]
    counted: Mapping[str, int]
    images: int | None


def read_results(paths: Sequence[Path], protocol: Protocol) -> dict[Dimension, OriginalResult]:
    """Read result files and check them: keys, arithmetic, ranges, and whether they cover the protocol.

    Raises:
        BadInput: With every problem of all files.
    """
    results: dict[Dimension, OriginalResult] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            result = parse_result(_read(path), path.name)
            problems += _coverage_problems(result, protocol, path.name)
        except BadInput as refusal:
            problems += refusal.problems
            continue
        if result.dimension in results:
            problems.append(Problem("same_dimension", path.name, f"Is a second result of {result.dimension}."))
        results[result.dimension] = result
    if problems:
        raise BadInput(problems)
    return results


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput.one("no_file", path.name, f"Cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise BadInput.one("not_json", path.name, f"Is not JSON in UTF-8: {error}.") from None


def parse_result(data: Any, where: str) -> OriginalResult:
    """Check one file's content (decoded JSON) by itself; raises `BadInput` with every problem."""
    dimension = _dimension(data)
    if dimension is None:
        raise BadInput.one("no_result", where, "Does not have the keys of a result of the original scripts.")
    skills = [skill for skill in skills_of(dimension) if _keys(skill).keys() & data.keys()]
    if dimension is Dimension.FAITHFULNESS:
        skills = list(skills_of(dimension))  # every image has a question about each
    expected = [*(key for skill in skills for key in _keys(skill)), *TOTALS[dimension]]
    problems = [Problem("missing_key", f"{where}.{key}", "Is missing.") for key in expected if key not in data]
    problems += [
        Problem("unknown_key", f"{where}.{key}", "Is not a key of such a result.")
        for key in data
        if key not in expected
    ]
    for key in expected:
        if key in data and not _is_number(data[key], whole=key.endswith(("_score", "num")) and key != "avg_score"):
            problems.append(Problem("no_number", f"{where}.{key}", f"Is {data[key]!r}, not a number as expected."))
    if problems:
        raise BadInput(problems)
    points = {skill.key: data[f"{_name(skill)}_score"] for skill in skills}
    counted = {skill.key: data[f"{_name(skill)}_num"] for skill in skills}
    images, wrong = _images(dimension, data, points, counted, where)
    problems = [
        *_skill_problems(data, skills, where),
        *_total_problems(dimension, data, points, counted, where),
        *wrong,
    ]
    if problems:
        raise BadInput(problems)
    return OriginalResult(dimension, points, counted, images)


def _dimension(data: Any) -> Dimension | None:
    """Find the dimension whose script wrote it: their totals have different names."""
    keys = set(data) if isinstance(data, dict) else set()
    fitting = [dimension for dimension, totals in TOTALS.items() if keys & set(totals[1:])]
    return fitting[0] if len(fitting) == 1 else None


def _name(skill: Skill) -> str:
    return NAMES[skill.dimension][skill.key]


def _keys(skill: Skill) -> dict[str, None]:
    return dict.fromkeys(f"{_name(skill)}_{part}" for part in ("score", "num", AVERAGE[skill.dimension]))


def _is_number(value: Any, *, whole: bool) -> bool:
    kind = int if whole else int | float
    return isinstance(value, kind) and not isinstance(value, bool) and abs(value) <= _MOST


def _quotient(points: int, by: int) -> float:
    return points / by if by else 0.0


def _skill_problems(data: Mapping[str, Any], skills: Sequence[Skill], where: str) -> Iterator[Problem]:
    for skill in skills:
        points, counted, mean = (data[key] for key in _keys(skill))
        if counted < 0 or not 0 <= points <= skill.best * counted:
            message = (
                f"{points} points in {counted} answers cannot be, at 0 to {skill.best} each. The original takes any "
                "whole number for an answer, option or not."
            )
            yield Problem("out_of_range", f"{where}.{_name(skill)}_score", message)
        elif not isclose(mean, _quotient(points, counted), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
            message = f"Is {mean}; {points} by {counted} is {_quotient(points, counted)}."
            yield Problem("inconsistent", f"{where}.{_name(skill)}_{AVERAGE[skill.dimension]}", message)


def _total_problems(
    dimension: Dimension, data: Mapping[str, Any], points: Mapping[str, int], counted: Mapping[str, int], where: str
) -> Iterator[Problem]:
    sums = {"total_score": sum(points.values())}
    if dimension is Dimension.FAITHFULNESS:
        sums["num"] = sum(counted.values())
    for key, value in sums.items():
        if data[key] != value:
            yield Problem("inconsistent", f"{where}.{key}", f"Is {data[key]}; the skills give {value}.")
    if dimension is Dimension.FAITHFULNESS:
        mean = _quotient(data["total_score"], data["num"])
        if not isclose(data["avg_score"], mean, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
            message = f"Is {data['avg_score']}; the totals give {mean}."
            yield Problem("inconsistent", f"{where}.avg_score", message)


def _images(
    dimension: Dimension, data: Mapping[str, Any], points: Mapping[str, int], counted: Mapping[str, int], where: str
) -> tuple[int | None, list[Problem]]:
    """Work out how many images there were, with the problems in that.

    Alignment divides by them. Faithfulness asks all of object and common sense, and leaves -1 out of its counts, so
    that the largest count is their number or, if every skill had a -1, less.
    """
    if dimension is Dimension.FAITHFULNESS:
        return max(counted.values()), []
    total, mean = data["total_score"], data["total_avgerage"]
    images = round(total / mean) if mean > 0 and total / mean < _MOST else 0
    if total == 0 and mean == 0:
        return None, []
    if images < 1 or not isclose(mean, total / images, rel_tol=_TOLERANCE):
        wrong = f"Is {mean}, which is {total} by no number of images."
        return None, [Problem("inconsistent", f"{where}.total_avgerage", wrong)]
    return images, []


def _coverage_problems(result: OriginalResult, protocol: Protocol, where: str) -> Iterator[Problem]:
    """Check that the images are the protocol's: the original divides by the number of files in a folder."""
    prompts = protocol.prompts_of(result.dimension)
    if result.images not in (None, len(prompts)):
        message = f"Has {result.images} images; {protocol.name} has {len(prompts)} {result.dimension} prompts."
        yield Problem("coverage", where, message)
    if result.dimension is Dimension.ALIGNMENT:
        skills = [question.skill for prompt in prompts for question in protocol.questions_for(prompt)]
        for skill in skills_of(Dimension.ALIGNMENT):
            counted = result.counted.get(skill.key, 0)
            if counted != skills.count(skill.key):
                message = f"Is {counted}; {protocol.name} asks it {skills.count(skill.key)} times."
                yield Problem("coverage", f"{where}.{_name(skill)}_num", message)


def scores_of(results: Mapping[Dimension, OriginalResult], protocol: Protocol) -> list[Score]:
    """Compute the scores of results in the order of `aggregation.score_answers`; none has an interval."""
    points = {key: value for result in results.values() for key, value in result.points.items()}
    counted = {key: value for result in results.values() for key, value in result.counted.items()}
    scores = {skill: _score(skill, [skill], points, counted) for skill in SKILL_BY_KEY}
    for dimension in Dimension:
        scores[dimension] = _score(dimension, [skill.key for skill in skills_of(dimension)], points, counted)
    whole = scores[Dimension.ALIGNMENT]
    scores[ALIGNMENT_NORMALISED] = replace(whole, key=ALIGNMENT_NORMALISED, score=_share(whole))
    images = len(protocol.prompts_of(Dimension.ALIGNMENT))
    scores[Dimension.ALIGNMENT] = replace(whole, score=whole.points / images if whole.n else None)
    shares = [_share(scores[dimension]) for dimension in Dimension]
    known = [share for share in shares if share is not None]
    both = _score(OVERALL, list(SKILL_BY_KEY), points, counted)
    scores[OVERALL] = replace(both, score=100 * sum(known) / 2 if len(known) == len(shares) else None)
    return [scores[key] for key in SCORE_KEYS]


def _score(key: str, skills: Sequence[str], points: Mapping[str, int], counted: Mapping[str, int]) -> Score:
    n = sum(counted.get(skill, 0) for skill in skills)
    total = sum(points.get(skill, 0) for skill in skills)
    possible = sum(counted.get(skill, 0) * SKILL_BY_KEY[skill].best for skill in skills)
    return Score(key, total / n if n else None, None, None, points=total, possible=possible, n=n)


def _share(score: Score) -> float | None:
    return score.points / score.possible if score.possible else None


def original_results(scores: Sequence[Score], protocol: Protocol) -> dict[Dimension, dict[str, int | float]]:
    """Convert scores to the shape of the original's files; a dimension without answers is left out."""
    by_key = {score.key: score for score in scores}
    results: dict[Dimension, dict[str, int | float]] = {}
    for dimension in Dimension:
        skills = [
            (skill, by_key[skill.key])
            for skill in skills_of(dimension)
            if by_key[skill.key].n or dimension is Dimension.FAITHFULNESS
        ]
        total, n = sum(score.points for _, score in skills), sum(score.n for _, score in skills)
        if not n:
            continue
        entries: dict[str, int | float] = {}
        for skill, score in skills:
            mean = score.points / score.n if score.n else 0
            entries |= dict(zip(_keys(skill), (score.points, score.n, mean), strict=True))
        images = len(protocol.prompts_of(dimension))
        values = (total, n, total / n) if dimension is Dimension.FAITHFULNESS else (total, total / images)
        results[dimension] = entries | dict(zip(TOTALS[dimension], values, strict=True))
    return results
