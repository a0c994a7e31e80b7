    let file = format!("sqlite://{}/{}.db", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    let database = Database::open(&file).expect("the database opens");
