"""Answers in words, page by page: for a look before they are sent, and for a copy of one's own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.surveys import flow
from app.surveys.answers import as_list, code
from app.surveys.fillings import Filling
from app.surveys.page_states import PageState
from app.surveys.question_types.base import ElementState, PanelState, QuestionState
from app.surveys.texts import Localised

INDENT = "    "


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was answered to a question, in words ("": nothing); or what was answered inside a panel
    or an entry, which says nothing itself."""

    title: Localised
    words: str = ""
    inside: tuple["Told", ...] = ()
    is_question: bool = True

    @property
    def is_answered(self) -> bool:
        return bool(self.words) or any(one.is_answered for one in self.inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTold:
    """What was answered on a page: page `number` of those to be seen."""

    name: str
    number: int
    title: Localised | None
    told: tuple[Told, ...]


def of(filling: Filling, lang: str) -> list[PageTold]:
    """Every page on the path that asks something; questions that were not answered, too."""
    pages = flow.pages(
        filling.definition, filling.answers, lang, seed=filling.nonce, now=filling.now
    )
    return [one for one in map(_page, pages) if one.told]


def answered_only(pages: Iterable[PageTold]) -> list[PageTold]:
    """Without what was not answered; the pages all stay."""
    return [replace(page, told=_answered(page.told)) for page in pages]


def _answered(told: tuple[Told, ...]) -> tuple[Told, ...]:
    kept = (replace(one, inside=_answered(one.inside)) for one in told)
    return tuple(one for one in kept if one.is_answered)


def rest(filling: Filling, lang: str) -> tuple[Told, ...]:
    """What is kept of questions that are not on the path, because the author says so."""
    seen = flow.path(filling.definition, filling.answers, now=filling.now).questions
    keys = {filling.definition.questions[name].key for name in seen}
    found = (
        Told(title=question.title_in(lang), words=question.display(value, lang))
        for question in filling.definition.questions.values()
        if question.key not in keys and (value := filling.answers.get(question.key)) is not None
    )
    return tuple(found)


def _page(state: PageState) -> PageTold:
    return PageTold(
        name=state.name,
        number=state.number,
        title=state.title,
        told=tuple(_told(state.elements)),
    )


def _told(elements: Iterable[ElementState]) -> Iterator[Told]:
    """What has no title of its own stands with what is around it."""
    for element in elements:
        if isinstance(element, PanelState):
            inside = tuple(_told(element.elements))
            if element.title is None:
                yield from inside
            elif inside:
                yield Told(title=element.title, inside=inside, is_question=False)
        elif element.question.ANSWERED:
            yield _question(element)


def _question(state: QuestionState) -> Told:
    if getattr(state.question, "template", None) is None:
        return Told(title=state.title, words=_words(state))
    inside: list[Told] = []
    for entry in state.entries:
        told = tuple(_told(entry.elements))
        if entry.title.text:
            inside.append(Told(title=entry.title, inside=told, is_question=False))
        else:
            inside.extend(told)
    return Told(title=state.title, words=state.comment, inside=tuple(inside))


def _words(state: QuestionState) -> str:
    """The answer, and below it the comment or own words that go with it."""
    said = "" if state.answer is None else _chosen(state) or _displayed(state)
    return "\n".join(one for one in (said, state.comment) if one)


def _displayed(state: QuestionState) -> str:
    return state.question.display(state.answer, state.lang)


def _chosen(state: QuestionState) -> str:
    """Choices in the words that they had on the page, which may come from other answers; ""
    where the answer is not made of choices."""
    if isinstance(state.answer, Mapping):
        return ""
    labels = {option.code: option.label.text for option in state.options}
    codes = [code(item) for item in as_list(state.answer)]
    if not codes or not all(one in labels for one in codes):
        return ""
    words = [labels[one] for one in codes]
    if state.question.ORDERED:
        return "\n".join(f"{place}. {one}" for place, one in enumerate(words, start=1))
    return ", ".join(words)


def as_text(told: Iterable[Told], nothing: str, indent: str = "") -> Iterator[str]:
    """The lines of a plain text; `nothing` stands where a question was not answered."""
    for one in told:
        yield f"{indent}{one.title}"
        words = one.words or (nothing if one.is_question and not one.is_answered else "")
        yield from (f"{indent}{INDENT}{line}" for line in words.splitlines())
        yield from as_text(one.inside, nothing, indent + INDENT)
