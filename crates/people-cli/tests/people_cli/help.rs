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
      create-person  Register a person
      create-people  Register many people
      get-person     Get a person
      update-person  Update a person
      patch-person   Patch a person
      delete-person  Delete a person
      import-people  Import a list of people
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
          --limit <INTEGER>            How many people to answer at the most (1 to 10000, by default 1000)
          --url <URL>                  URL of the service [env: PEOPLE_URL] [default: http://127.0.0.1:5000]
      -H, --header <NAME: VALUE>       Additional header, such as `Authorization: Bearer KEY`; repeatable
          --page-token <TEXT>          The page to answer, as a link of another page has it; without it the first page. It goes with the `sort` and the filters of that page
          --sort <TEXT>                What to sort by, one behind the other; a `-` puts the greatest first. What is there again, with or without a `-`, changes nothing. People who are alike in all of that are in the order of their keys
          --survived <BOOLEAN>         Only those who survived, or only those who did not [possible values: true, false]
          --passenger-class <INTEGER>  Only those who travelled in this class (1 to 3)
          --sex <VALUE>                Only those of this sex [possible values: male, female, other]
          --name-contains <TEXT>       Only those who have this text in their name, letter by letter
          --age-gte <INTEGER>          Only those of this age or older (at least 0)
          --age-lte <INTEGER>          Only those of this age or younger (at least 0)
          --fare-gte <NUMBER>          Only those who paid this or more (at least 0)
          --fare-lte <NUMBER>          Only those who paid this or less (at least 0)
          --count <BOOLEAN>            Whether to say how many people there are on all pages (by default false) [possible values: true, false]
          --fields <TEXT>              Only these properties of each person, in the order in which a person has them
          --format <VALUE>             What to answer as, whatever the header `Accept` says; for links, which have no headers [possible values: json, ndjson, csv, html]
          --if-none-match <TEXT>       The entity tags of pages that the client has (RFC 9110, section 13.1.2); one of them is not sent again
      -h, --help                       Print help (see more with '--help')
    ");
    assert_snapshot!(help(&["update-person", "--help"]), @r#"
    Update a person

    Changes the properties that the body has; those that it leaves out keep their values. A `uuid` in the body must be the one of the path. With `If-Match`, nothing is changed that somebody else has changed in the meantime.

    Usage: people-cli update-person [OPTIONS] --uuid <TEXT>

    Options:
          --url <URL>
              URL of the service
              
              [env: PEOPLE_URL]
              [default: http://127.0.0.1:5000]

          --uuid <TEXT>
              The key of the person. Upper case is accepted, and so is a key without its dashes

      -H, --header <NAME: VALUE>
              Additional header, such as `Authorization: Bearer KEY`; repeatable

          --if-match <TEXT>
              The entity tags of the versions that may be changed (RFC 9110, section 13.1.1), as the `ETag` of an answer has them, such as `"1"`; `*` is any

          --prefer <TEXT>
              What the client would like best (RFC 7240): `return=minimal` for an answer without the person, `return=representation` for one with it, as without a preference. Other preferences count for nothing

          --survived <BOOLEAN>
              Whether the person survived
              
              [possible values: true, false]

          --passenger-class <INTEGER>
              The class in which the person travelled, 1 for the first (1 to 3)

          --name <TEXT>
              The name with its title, in characters of Unicode, the NUL character excepted

          --sex <VALUE>
              The sex as it was registered
              
              [possible values: male, female, other]

          --age <INTEGER>
              The age in whole years (at least 0)

          --siblings-or-spouses-aboard <INTEGER>
              How many relatives of one kind were aboard with the person (at least 0)

          --parents-or-children-aboard <INTEGER>
              How many relatives of one kind were aboard with the person (at least 0)

          --fare <NUMBER>
              What the passage cost, in pounds (at least 0)

          --json-body <FILE>
              The properties to change. JSON file with the body, `-` for standard input; flags take precedence

      -h, --help
              Print help (see a summary with '-h')
    "#);
}
