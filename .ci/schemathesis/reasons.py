"""Schemathesis hooks: expected rejections of requests that are valid by their schemas.

Any other rejected valid request, and any accepted invalid request, is a failure. Loaded through SCHEMATHESIS_HOOKS.
"""

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import ComponentInfo, TestPhase
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData


@schemathesis.hook
def map_case(context, case):
    """Removes entity tags from coverage requests that test another parameter.

    The coverage phase generates header values from letters and digits only. It cannot generate a quoted entity tag, so it would send an
    invalid one with every request, including those meant to be valid.
    """
    if case.meta.phase.name is TestPhase.COVERAGE and ParameterLocation.HEADER in case.meta.components:
        for name in {"If-Match", "If-None-Match"} & set(case.headers) - {case.meta.phase.data.parameter}:
            del case.headers[name]
            case.meta.components[ParameterLocation.HEADER] = ComponentInfo(mode=GenerationMode.POSITIVE)
    return case


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Returns whether a finding is a failure."""
    match failure:
        case RejectedPositiveData():
            return not has_reason(case, response)
        case EnsureResourceAvailability():
            # The form of a page deletes as well as saves; the check expects the person to exist after its `POST`.
            return (response.status_code, case.operation.label) != (404, "POST /people/{uuid}")
    return True


def has_reason(case, response):
    """Returns whether the rejection of a schema-valid request is expected."""
    violations = response.json().get("errors", [])
    match response.status_code, case.operation.label:
        case 400, "GET /people":
            return bool(violations) and all(map(is_beyond_schemas, violations))
        case 400, "POST /imports":
            # The schema allows any bytes; rows are validated beyond it.
            return not any("parameter" in violation for violation in violations)
        case 400, "PATCH /people/{uuid}":
            # A valid patch with an invalid result: the pointers refer to the person, not to the operations.
            pointers = [violation.get("pointer", "/0") for violation in violations]
            return bool(pointers) and not any(pointer[1:2].isdigit() for pointer in pointers)
        case 412, "PUT /people/{uuid}" | "PATCH /people/{uuid}" | "DELETE /people/{uuid}":
            # Depends on the current version.
            return "If-Match" in case.headers
        case 422, "POST /people":
            # Depends on earlier requests.
            return "Idempotency-Key" in case.headers
    return False


def is_beyond_schemas(violation):
    """Returns whether list parameters are well-formed but contradictory, or a page token is from elsewhere."""
    detail = violation["detail"]
    is_other_token = detail.startswith(("invalid page_token", "page_token belongs to other filters"))
    return violation["parameter"] == "page_token" and is_other_token or " exclude each other" in detail
