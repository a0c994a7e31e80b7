//! Prints the Rust that a document becomes: `cargo run -p dropspec-build --example expand -- openapi.yaml [client]`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().ok_or("say which document")?;
    let source = dropspec_build::source::Source::read(file.as_ref())?;
    let code = match arguments.get(1).map(String::as_str) {
        Some("client") => dropspec_build::generate::client(&source)?,
        Some("contract") => dropspec_build::generate::server(&source)?.contract,
        _ => dropspec_build::generate::server(&source)?.api,
    };
    println!("{code}");
    Ok(())
}
