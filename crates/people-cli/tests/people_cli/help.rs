//! Help texts, which come from the document.

use insta::assert_snapshot;

use crate::support::run;

fn help(arguments: &[&str]) -> String {
    let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
    let outcome = run(&arguments, None, "", ".".as_ref());
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    outcome.out
}

#[test]
fn lists_the_operations() {
    assert_snapshot!(help(&["--help"]), @"
    Command-line client of the passenger register

    Usage: people-cli [OPTIONS] <COMMAND>

    Commands:
      list-people    List people
      create-person  Create a person
      create-people  Create many people
      get-person     Get a person
      update-person  Update a person
      patch-person   Patch a person
      delete-person  Delete a person
      import-people  Import people from CSV
      help           Print this message or the help of the given subcommand(s)

    Options:
          --url <URL>             URL of the service [env: PEOPLE_URL] [default: http://127.0.0.1:5000]
      -H, --header <NAME: VALUE>  Additional header, such as `Authorization: Bearer KEY`; repeatable
      -h, --help                  Print help
      -V, --version               Print version

    Responses are printed to standard output, errors to standard error.
    Exit status: 0 for a successful response, 1 for an error response, 2 for wrong usage, 3 for no response.
    ");
}

#[test]
fn lists_the_flags_of_operations() {
    assert_snapshot!(help(&["list-people", "-h"]), @"
    List people

    Usage: people-cli list-people [OPTIONS]

    Options:
          --limit <INTEGER>            Maximum number of people to return (1 to 10000, by default 1000)
          --url <URL>                  URL of the service [env: PEOPLE_URL] [default: http://127.0.0.1:5000]
      -H, --header <NAME: VALUE>       Additional header, such as `Authorization: Bearer KEY`; repeatable
          --page-token <TEXT>          Page to return: the token from the `Link` header of an earlier response, with the same `sort` and filters. Omit it for the first page
          --sort <TEXT>                Sort keys, comma-separated; prefix `-` for descending order. A repeated key is ignored. Ties are broken by `uuid`
          --survived <BOOLEAN>         Only people who survived (`true`) or did not survive (`false`) [possible values: true, false]
          --passenger-class <INTEGER>  Only people who travelled in this class (1 to 3)
          --sex <VALUE>                Only people of this sex [possible values: male, female, other]
          --name-contains <TEXT>       Only people whose name contains this text, in upper or lower case
          --age-gte <INTEGER>          Only people of this age or older (at least 0)
          --age-lte <INTEGER>          Only people of this age or younger (at least 0)
          --fare-gte <NUMBER>          Only people who paid this fare or more (at least 0)
          --fare-lte <NUMBER>          Only people who paid this fare or less (at least 0)
          --count <BOOLEAN>            Whether to return the total number of matches in `X-Total-Count` (by default false) [possible values: true, false]
          --fields <TEXT>              Properties to return, comma-separated; all properties if omitted
          --format <VALUE>             Response format; overrides the `Accept` header [possible values: json, ndjson, csv, html]
          --if-none-match <TEXT>       Entity tags of cached pages (RFC 9110, section 13.1.2); a match returns 304
      -h, --help                       Print help (see more with '--help')
    ");
    assert_snapshot!(help(&["update-person", "--help"]), @r#"
    Update a person

    Updates the given properties; omitted properties keep their values. A `uuid` in the body must equal the one in the path. With `If-Match`, the update fails with 412 if the person has changed.

    Usage: people-cli update-person [OPTIONS] --uuid <TEXT>

    Options:
          --url <URL>
              URL of the service
              
              [env: PEOPLE_URL]
              [default: http://127.0.0.1:5000]

          --uuid <TEXT>
              UUID of the person. Upper case and UUIDs without dashes are accepted

      -H, --header <NAME: VALUE>
              Additional header, such as `Authorization: Bearer KEY`; repeatable

          --if-match <TEXT>
              Expected entity tags (RFC 9110, section 13.1.1), as returned in `ETag`, such as `"1"`; `*` matches any version

          --prefer <TEXT>
              Preference (RFC 7240): `return=minimal` for a response without a body, `return=representation`, the default, for the person. Other preferences are ignored

          --survived <BOOLEAN>
              Whether the person survived
              
              [possible values: true, false]

          --passenger-class <INTEGER>
              Passenger class; 1 is first class (1 to 3)

          --name <TEXT>
              Full name including the title, for example "Miss. Ada Quill"

          --sex <VALUE>
              Sex
              
              [possible values: male, female, other]

          --age <INTEGER>
              Age in whole years (at least 0)

          --siblings-or-spouses-aboard <INTEGER>
              Number of relatives of this kind aboard (at least 0)

          --parents-or-children-aboard <INTEGER>
              Number of relatives of this kind aboard (at least 0)

          --fare <NUMBER>
              Fare in pounds (at least 0)

          --json-body <FILE>
              The properties to update. JSON file with the body, `-` for standard input; flags take precedence

      -h, --help
              Print help (see a summary with '-h')
    "#);
}
