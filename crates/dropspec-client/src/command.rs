//! The command line, as the operations ask for it.

use clap::builder::{BoolValueParser, PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command, value_parser};
use serde_json::{Number, Value};

use crate::{Body, Kind, Operation, Parameter, Program};

/// The name of the flag for a whole body.
pub(crate) const JSON_BODY: &str = "json-body";

pub(crate) fn command(program: &Program) -> Command {
    let url = Arg::new("url")
        .long("url")
        .value_name("URL")
        .env(program.url_variable)
        .default_value(program.url)
        .hide_env_values(true)
        .global(true)
        .help("Where the service is");
    let header = Arg::new("header")
        .long("header")
        .short('H')
        .value_name("NAME: VALUE")
        .value_parser(header)
        .action(ArgAction::Append)
        .global(true)
        .help("One more header, as that of an API key");
    Command::new(program.name)
        .version(program.version)
        .about(program.about)
        .after_help("Answers go to standard output, problems to standard error.\nEnds with 1 when the service says no, 2 when the command line is wrong, 3 when there is no answer.")
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
    command = command.args(operation.parameters.iter().map(|parameter| flag(parameter).required(parameter.required)));
    match &operation.body {
        Some(body) => with_body(command, operation, body),
        None => command,
    }
}

fn with_body(command: Command, operation: &Operation, body: &Body) -> Command {
    let properties: Vec<&Parameter> = body.properties.iter().filter(|property| is_free(operation, property)).collect();
    let flags = properties.iter().map(|property| {
        let flag = flag(property);
        if property.required { flag.required_unless_present(JSON_BODY) } else { flag }
    });
    let whole =
        Arg::new(JSON_BODY).long(JSON_BODY).value_name("FILE").required(body.required && properties.is_empty()).help(
            format!(
                "{} As JSON, from a file or, with `-`, from standard input; flags take precedence",
                sentence(body.help)
            ),
        );
    command.args(flags).arg(whole)
}

/// Whether a property can have a flag: those of the parameters come first.
pub(crate) fn is_free(operation: &Operation, property: &Parameter) -> bool {
    let name = flag_name(property.name);
    !["url", "header", "help", JSON_BODY].contains(&name.as_str())
        && operation.parameters.iter().all(|parameter| flag_name(parameter.name) != name)
}

fn flag(parameter: &Parameter) -> Arg {
    let name = flag_name(parameter.name);
    let flag = Arg::new(name.clone()).long(name).help(parameter.help).allow_hyphen_values(true);
    let flag = flag.value_parser(parser(parameter.kind));
    match parameter.kind {
        Kind::Integer { .. } => flag.value_name("INTEGER"),
        Kind::Number => flag.value_name("NUMBER"),
        Kind::Boolean => flag.value_name("BOOLEAN"),
        Kind::Json => flag.value_name("JSON"),
        Kind::Text => flag.value_name("TEXT"),
        Kind::Choice(_) => flag.value_name("CHOICE"),
    }
}

/// Reads what a flag is given as the JSON that it stands for.
fn parser(kind: Kind) -> ValueParser {
    use clap::builder::TypedValueParser as _;
    match kind {
        Kind::Text => ValueParser::new(|text: &str| Ok::<_, String>(Value::from(text))),
        Kind::Integer { minimum, maximum } => value_parser!(i64).range(minimum..=maximum).map(Value::from).into(),
        // As it is written, with all its digits.
        Kind::Number => ValueParser::new(|text: &str| match serde_json::from_str::<Number>(text) {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) => Err("it is not a number"),
        }),
        Kind::Boolean => BoolValueParser::new().map(Value::from).into(),
        Kind::Choice(choices) => PossibleValuesParser::new(choices).map(Value::from).into(),
        Kind::Json => ValueParser::new(|text: &str| serde_json::from_str::<Value>(text)),
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("a header is `name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// A name of the document as a flag: `passengerClass` is `--passenger-class`.
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

fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::flag_name;

    #[test]
    fn flags_are_in_kebab_case() {
        for (name, flag) in
            [("passengerClass", "passenger-class"), ("in_stock", "in-stock"), ("X-Key", "x-key"), ("id", "id")]
        {
            assert_eq!(flag_name(name), flag);
        }
    }
}
