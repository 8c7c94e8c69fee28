"""Whether answers may be handed in: types, limits and the author's validators."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import AnswerError, Message, message
from app.surveys.language.values import number_text
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.situation import Situation
from app.surveys.structure import Container
from app.surveys.validators import Patience, Validator
from app.surveys.wording import filled


def question_errors(
    situation: Situation, state: QuestionState, patience: Patience
) -> list[AnswerError]:
    """What is wrong with one visible question's answer; its validators speak if nothing else, and
    never of what can't be changed."""
    question = state.question
    errors = question.check(state)
    if errors or state.read_only or (state.answer is None and not _judges_nothing(question)):
        return errors
    scope = situation.inside("self", state.answer)
    for rule in question.validators:
        if rule.notification_type != "error":
            continue
        fault = rule.fault(state.answer, scope, patience)
        if fault is not None:
            kind, parameters = fault
            errors.append(question.error(kind, _words(situation, rule, kind, parameters)))
    return errors


def _judges_nothing(question: Question) -> bool:
    """Whether a rule looks at the question even where it is not answered."""
    return any(rule.type == "expression" for rule in question.validators)


def _words(
    situation: Situation, rule: Validator, kind: str, parameters: Mapping[str, object]
) -> Message:
    if rule.text is not None:
        return filled(situation, rule.text).text
    shown = {
        name: number_text(value) if kind in ("minimum", "maximum") else value  # type: ignore[arg-type]
        for name, value in parameters.items()
    }
    return message(kind, **shown)


def container_errors(situation: Situation, container: Container) -> Iterator[AnswerError]:
    """A required page or panel wants at least one answer."""
    if not situation.required(container):
        return
    answered = [one for one in container.questions if one.ANSWERED and one.formula is None]
    asked = [one for one in answered if situation.visible[one.name]]
    if asked and not any(one.is_answered(situation.values[one.name]) for one in asked):
        own = container.required_error_text
        text = own.in_(situation.lang).text if own else message("required")
        yield AnswerError(container.name, "required", text, asked[0].control)
