    /// Where the tables are: postgres://… or sqlite://path
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://{name}.db")]
    database: String,
