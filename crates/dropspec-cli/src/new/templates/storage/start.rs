    let database = Database::open(&arguments.database)?;
    create_first(&database, TABLES).await?;
