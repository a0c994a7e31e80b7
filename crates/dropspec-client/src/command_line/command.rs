//! Builds the command line from the operations.

use clap::builder::{BoolValueParser, PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command, value_parser};
use serde_json::{Number, Value};

use super::operation::{Body, Flag, Kind, Operation, Program};

/// The flag for a JSON body as a whole.
pub(crate) const JSON_BODY: &str = "json-body";

/// The flag for a body that is not JSON.
pub(crate) const BODY: &str = "body";

const AFTER_HELP: &str = "\
Responses are printed to standard output, errors to standard error.
Exit status: 0 for a successful response, 1 for an error response, 2 for wrong usage, 3 for no response.";

/// Builds the command of a program, with a subcommand per operation.
pub(crate) fn command(program: &Program) -> Command {
    let url = Arg::new("url")
        .long("url")
        .value_name("URL")
        .env(program.url_variable)
        .default_value(program.default_url)
        .hide_env_values(true)
        .global(true)
        .help("URL of the service");
    let header = Arg::new("header")
        .long("header")
        .short('H')
        .value_name("NAME: VALUE")
        .value_parser(header)
        .action(ArgAction::Append)
        .global(true)
        .help("Additional header, such as `Authorization: Bearer KEY`; repeatable");
    Command::new(program.name)
        .version(program.version)
        .about(program.about)
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args([url, header])
        .subcommands(program.operations.iter().map(subcommand))
}

fn subcommand(operation: &Operation) -> Command {
    let mut command = Command::new(operation.name).about(operation.summary);
    if !operation.description.is_empty() {
        command = command.long_about(format!("{}\n\n{}", operation.summary, operation.description));
    }
    command = command.args(operation.flags.iter().map(|parameter| flag(parameter).required(parameter.required)));
    match &operation.body {
        Some(body) if body.is_json => with_body(command, operation, body),
        Some(body) => command.arg(Arg::new(BODY).long(BODY).value_name("FILE").required(body.required).help(format!(
            "{} File with the body ({}), `-` for standard input",
            sentence(body.help),
            body.media_type
        ))),
        None => command,
    }
}

fn with_body(command: Command, operation: &Operation, body: &Body) -> Command {
    let properties: Vec<&Flag> = body.properties.iter().filter(|property| has_flag(operation, property)).collect();
    let flags = properties.iter().map(|property| {
        let flag = flag(property);
        if property.required { flag.required_unless_present(JSON_BODY) } else { flag }
    });
    let whole =
        Arg::new(JSON_BODY).long(JSON_BODY).value_name("FILE").required(body.required && properties.is_empty()).help(
            format!("{} JSON file with the body, `-` for standard input; flags take precedence", sentence(body.help)),
        );
    command.args(flags).arg(whole)
}

/// Whether a property has a flag: not if its name is that of another flag.
pub(crate) fn has_flag(operation: &Operation, property: &Flag) -> bool {
    let name = flag_name(property.name);
    !["url", "header", "help", JSON_BODY].contains(&name.as_str())
        && operation.flags.iter().all(|parameter| flag_name(parameter.name) != name)
}

fn flag(parameter: &Flag) -> Arg {
    let name = flag_name(parameter.name);
    let flag = Arg::new(name.clone()).long(name).help(parameter.help).allow_hyphen_values(true);
    let flag = flag.value_parser(parser(parameter.kind));
    match parameter.kind {
        Kind::Integer { .. } => flag.value_name("INTEGER"),
        Kind::Number => flag.value_name("NUMBER"),
        Kind::Boolean => flag.value_name("BOOLEAN"),
        Kind::Json => flag.value_name("JSON"),
        Kind::Text | Kind::Texts => flag.value_name("TEXT"),
        Kind::Enum(_) => flag.value_name("VALUE"),
    }
}

/// The parser from the text of a flag to JSON.
fn parser(kind: Kind) -> ValueParser {
    use clap::builder::TypedValueParser as _;
    match kind {
        Kind::Text => ValueParser::new(|text: &str| Ok::<_, String>(Value::from(text))),
        Kind::Texts => {
            ValueParser::new(|text: &str| Ok::<_, String>(text.split(',').map(Value::from).collect::<Value>()))
        }
        Kind::Integer { minimum, maximum } => value_parser!(i64).range(minimum..=maximum).map(Value::from).into(),
        // Numbers keep all their digits.
        Kind::Number => ValueParser::new(|text: &str| match serde_json::from_str::<Number>(text) {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) => Err("not a number"),
        }),
        Kind::Boolean => BoolValueParser::new().map(Value::from).into(),
        Kind::Enum(values) => PossibleValuesParser::new(values).map(Value::from).into(),
        Kind::Json => ValueParser::new(|text: &str| serde_json::from_str::<Value>(text)),
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("expected `NAME: VALUE`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The name of the flag for a name in the document: `passenger-class` for `passengerClass`.
pub(crate) fn flag_name(name: &str) -> String {
    let mut flag = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !flag.is_empty() && !flag.ends_with('-') {
            flag.push('-');
        }
        if character.is_alphanumeric() {
            flag.extend(character.to_lowercase());
        } else if !flag.ends_with('-') && !flag.is_empty() {
            flag.push('-');
        }
    }
    flag.trim_end_matches('-').to_owned()
}

/// The text with a full stop at its end.
fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::flag_name;

    #[test]
    fn converts_names_to_kebab_case() {
        for (name, flag) in
            [("passengerClass", "passenger-class"), ("in_stock", "in-stock"), ("X-Key", "x-key"), ("id", "id")]
        {
            assert_eq!(flag_name(name), flag);
        }
    }
}
