"""Why the service refuses what its document allows, where no schema could have said so.

Whatever else it refuses is a failure, and so is all that it takes against its document. It is loaded by SCHEMATHESIS_HOOKS.
"""

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import ComponentInfo, TestPhase
from schemathesis.openapi.checks import RejectedPositiveData


@schemathesis.hook
def map_case(context, case):
    """Takes entity tags out of a request that is about something else.

    Of headers the coverage phase knows letters and digits only. It has no value for one that needs quotes, and puts an invalid one into
    each request, those that are to be valid among them.
    """
    if case.meta.phase.name is TestPhase.COVERAGE and ParameterLocation.HEADER in case.meta.components:
        for name in {"If-Match", "If-None-Match"} & set(case.headers) - {case.meta.phase.data.parameter}:
            del case.headers[name]
            case.meta.components[ParameterLocation.HEADER] = ComponentInfo(mode=GenerationMode.POSITIVE)
    return case


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether what a check has found is a failure."""
    return not (isinstance(failure, RejectedPositiveData) and has_reason(case, response))


def has_reason(case, response):
    """Whether a request that fits the document had to be refused."""
    violations = response.json().get("errors", [])
    match response.status_code, case.operation.label:
        case 400, "GET /people":
            return bool(violations) and all(map(is_beyond_schemas, violations))
        case 400, "POST /imports":
            # Any bytes are a text; whether they are a list of people, their cells say.
            return not any("parameter" in violation for violation in violations)
        case 400, "PATCH /people/{uuid}":
            # The patch is one, but makes something else of the person: the places are those of a person, not of operations.
            places = [violation.get("pointer", "/0") for violation in violations]
            return bool(places) and not any(place[1:2].isdigit() for place in places)
        case 412, "PUT /people/{uuid}" | "PATCH /people/{uuid}" | "DELETE /people/{uuid}":
            # Which versions there are.
            return "If-Match" in case.headers
        case 422, "POST /people":
            # What it was sent with before.
            return "Idempotency-Key" in case.headers
    return False


def is_beyond_schemas(violation):
    """Whether parameters of a list have the right form, but rule each other out, or are not of this service."""
    detail = violation["detail"]
    is_other_token = detail.startswith(("this is not a page token", "the page token belongs to a list"))
    return violation["parameter"] == "page_token" and is_other_token or " leaves nothing, since " in detail
