    let database = Database::open(&arguments.database)?;
    observer.show(&database);
    create_first(&database, TABLES).await?;
