"""Read the data files of the demonstration consultation."""

import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

from guideline_workshop.demo import shapes
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState, DocumentType
from guideline_workshop.text.document import Kind

Table = dict[str, Any]  # what tomllib makes of a table

DATA = resources.files("guideline_workshop.demo") / "data"


def load() -> shapes.Demo:
    """Read everything. A mistake in the files is a KeyError, TypeError or ValueError."""
    frame = toml("consultation.toml")
    first, second = toml("amendments.toml"), toml("consolidation.toml")
    return shapes.Demo(
        slug=frame["slug"],
        title=frame["title"],
        district=frame["district"],
        board=frame["board"],
        office=frame["office"],
        summary=prose(frame["summary"]),
        description=prose(frame["description"]),
        moderators=tuple(frame["moderators"]),
        founded=act(frame["founded"]),
        invited=act(frame["invited"]),
        documents=tuple(_draft(table) for table in frame["documents"]),
        rounds=tuple(_round(table) for table in frame["rounds"]),
        associations=tuple(shapes.Association(**table) for table in frame["associations"]),
        users=tuple(user(table, frame["password"]) for table in frame["users"]),
        amendments=tuple(map(_amendment, first["amendments"] + second["amendments"])),
        comments=tuple(_comment(table) for table in toml("comments.toml")["comments"]),
        consolidation=_consolidation(second["consolidation"]),
    )


def toml(name: str) -> Table:
    """Read a data file."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def prose(text: str) -> str:
    """Undo the line breaks of the file; an empty line parts paragraphs."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))


def moment(table: Table) -> shapes.Moment:
    """Read when something happens."""
    return shapes.Moment(day=table["day"], clock=table["clock"])


def act(table: Table) -> shapes.Act:
    """Read who does something, and when."""
    return shapes.Act(user=table["user"], at=moment(table))


def _draft(table: Table) -> shapes.Draft:
    return shapes.Draft(
        key=table["key"],
        slug=table["slug"],
        type=DocumentType(table["type"]),
        markdown=(DATA / table["file"]).read_text(encoding="utf-8"),
        published=act(table["published"]),
    )


def _round(table: Table) -> shapes.Round:
    return shapes.Round(
        key=table["key"],
        document=table["document"],
        version=table["version"],
        kind=RoundKind(table["kind"]),
        title=table["title"],
        planned=act(table["planned"]),
        opens=moment(table["opens"]),
        closes=moment(table["closes"]),
    )


def user(table: Table, password: str) -> shapes.User:
    """Read a person; all have the same password."""
    memberships = table.get("memberships", {})
    return shapes.User(
        key=table["key"],
        name=table["name"],
        function=table["function"],
        email=table["email"],
        password=password,
        roles=frozenset(map(GlobalRole, table.get("roles", ()))),
        memberships={name: MembershipRole(role) for name, role in memberships.items()},
    )


def _provisions(tables: Iterable[Table]) -> tuple[shapes.NewProvision, ...]:
    return tuple(_provision(table) for table in tables)


def _provision(table: Table) -> shapes.NewProvision:
    kind = Kind(table["kind"])
    level = table.get("level", 1 if kind is Kind.ITEM else 0)
    return shapes.NewProvision(kind=kind, level=level, text=table["text"])


def _change(table: Table) -> shapes.Change:
    match table:
        case {"kind": "edit", "at": at, "replace": pairs}:
            return shapes.Edit(at, tuple(shapes.Replacement(**pair) for pair in pairs))
        case {"kind": "strike", "at": at}:
            return shapes.Strike(at)
        case {"kind": "insert", "after": after, "provisions": provisions}:
            return shapes.Insert(after, _provisions(provisions))
        case {"kind": "split", "at": at, "before": before}:
            return shapes.Split(at, before)
        case {"kind": "move", "at": at, "after": after}:
            return shapes.Move(at, after)
    raise ValueError(f"not a change: {table}")


def _amendment(table: Table) -> shapes.Amendment:
    decision = table.get("decision")
    return shapes.Amendment(
        key=table["key"],
        round=table["round"],
        association=table["association"],
        title=table["title"],
        rationale=prose(table["rationale"]),
        written=act(table["submitted"] if "submitted" in table else table["started"]),
        is_submitted="submitted" in table,
        changes=tuple(_change(change) for change in table["changes"]),
        decision=_decision(decision) if decision else None,
        votes=_votes(table.get("votes", {})),
    )


def _decision(table: Table) -> shapes.Decision:
    return shapes.Decision(
        made=act(table),
        state=AmendmentState(table["state"]),
        reason=prose(table.get("reason", "")),
    )


def _votes(table: dict[str, list[str]]) -> dict[str, Choice]:
    """Turn the lists of associations by choice around; nobody votes twice."""
    votes: dict[str, Choice] = {}
    for choice, associations in table.items():
        for association in associations:
            if association in votes:
                raise ValueError(f"{association} votes twice")
            votes[association] = Choice(choice)
    return votes


def _consolidation(table: Table) -> shapes.Consolidation:
    return shapes.Consolidation(
        document=table["document"],
        version=table["version"],
        begun=act(table["begun"]),
        published=act(table["published"]),
        resolutions=tuple(_resolution(resolution) for resolution in table["resolutions"]),
    )


def _resolution(table: Table) -> shapes.Resolution:
    return shapes.Resolution(
        at=table["at"],
        amendments=frozenset(table["amendments"]),
        take=tuple(table.get("take", ())),
        wording=_provisions(table.get("wording", ())),
        reason=prose(table["reason"]),
    )


def _comment(table: Table) -> shapes.Comment:
    return shapes.Comment(
        round=table["round"],
        at=table.get("at"),
        association=table["association"],
        written=act(table["written"]),
        text=prose(table["text"]),
        replies=tuple(_reply(reply) for reply in table.get("replies", ())),
    )


def _reply(table: Table) -> shapes.Reply:
    return shapes.Reply(
        association=table.get("association"),
        written=act(table["written"]),
        text=prose(table["text"]),
    )
