//! Lists that are bad, as a whole or in some rows.

use std::time::Instant;

use super::*;

on_both_databases!(
    a_bad_row_is_reported_and_nothing_is_stored,
    bad_rows_are_left_out_and_can_be_mended,
    taken_keys_are_left_out,
    one_taken_key_costs_little,
    a_list_that_breaks_off_leaves_nothing,
    a_row_has_its_limits,
);

fn skipping(out: &Shared) -> Options {
    Options { invalid_rows: InvalidRows::Skip(Some(Box::new(out.clone()))), ..Options::default() }
}

async fn a_bad_row_is_reported_and_nothing_is_stored(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let long = "x".repeat(101);
    for (good, bad, words) in [
        ("brig", "barge", "line 3, column `class`: 'barge' is not one of ['barque', 'brig', 'cutter'] - 'class'"),
        ("brig,1", "brig,true", "line 3, column `Afloat`: 'true' is not of type 'boolean' - 'afloat'"),
        ("brig,1", "brig,", "line 3, column `Afloat`: '' is not of type 'boolean' - 'afloat'"),
        ("38.5", "1e999", "line 3, column `length`: '1e999' is not of type 'number' - 'length'"),
        ("1912-04-15", "15.4.1912", "line 3, column `launched`: '15.4.1912' is not a 'date' - 'launched'"),
        ("B", &long, &format!("line 3, column `Name`: '{long}' is too long (the most is 100) - 'name'")),
        ("B", "B\0", "line 3, column `Name`: text cannot contain NUL characters"),
        (
            "B,brig,1,12",
            "B,barge,2,-1",
            "line 3, column `class`: 'barge' is not one of ['barque', 'brig', 'cutter'] - 'class' (and 2 more)",
        ),
        ("12,400", "12", "line 3: the row has 6 cells, the header has 7"),
    ] {
        let list = list(&["A", "B", "C"]).replace(&format!("B{}", &list(&["B"])[HEADER.len() + 2..]), "\u{1}");
        let row = self::list(&["B"])[HEADER.len() + 1..].replacen(good, bad, 1);
        let error = imports(&test.database, list.replace('\u{1}', &row), Options::default()).await.unwrap_err();
        assert_eq!(error.to_string(), words);
    }
    let latin_1 = list(&["A", "B"]).into_bytes().into_iter().map(|byte| if byte == b'B' { 0xe9 } else { byte });
    let error = imports(&test.database, latin_1.collect::<Vec<_>>(), Options::default()).await.unwrap_err();
    assert_eq!(error.to_string(), "line 3: the file is not UTF-8");
    assert!(stored(&test.database).await.is_empty());
}

async fn bad_rows_are_left_out_and_can_be_mended(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let rejects = Shared::default();
    let list = list(&["A", "\"B, \"\"b\"\"\"", "C", "D"]);
    let list = list.replacen("brig", "barge", 2).replacen("barge", "brig", 1).replace("D,brig,1", "D,brig");
    let report = imports(&test.database, list.clone(), skipping(&rejects)).await.unwrap();
    assert_eq!((report.stored, report.rejected, report.rejected_rows.len()), (2, 2, 2));
    assert_eq!(names(&test.database).await, ["A", "C"]);
    let expected = format!(
        "line,column,reason,{HEADER}\n\
         3,class,\"'barge' is not one of ['barque', 'brig', 'cutter'] - 'class'\",\"B, \"\"b\"\"\",barge,1,12,400,38.5,1912-04-15\n\
         5,\"\",\"the row has 6 cells, the header has 7\",D,brig,12,400,38.5,1912-04-15\n"
    );
    assert_eq!(rejects.text(), expected);
    assert_eq!(list_imports(&test.database).await.unwrap()[0].rejected, 2);

    // Half of it mended, it is a list again, whose bad rows are as before.
    let mended = rejects.text().replace(",barge,", ",brig,");
    let rejects = Shared::default();
    imports(&test.database, mended, skipping(&rejects)).await.unwrap();
    assert_eq!(names(&test.database).await, ["A", "C", "B, \"b\""]);
    assert_eq!(
        rejects.text(),
        format!(
            "line,column,reason,{HEADER}\n3,\"\",\"the row has 9 cells, the header has 10\",D,brig,12,400,38.5,1912-04-15\n"
        )
    );
    let mended = rejects.text().replace("D,brig,12", "D,brig,1,12");
    imports(&test.database, mended, Options::default()).await.unwrap();
    assert_eq!(names(&test.database).await.len(), 4);
}

async fn taken_keys_are_left_out(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let there = ship("There");
    test.insert([there.clone()]).await;
    let new = Uuid::now_v7();
    let mut rows = list(&["A", "B", "C"]).replace("Name", "id,Name");
    rows = rows
        .replace("\nA", &format!("\n{},A", there.id))
        .replace("\nB", &format!("\n{new},B"))
        .replace("\nC", &format!("\n{new},C"));
    let error = imports(&test.database, rows.clone(), Options::default()).await.unwrap_err().to_string();
    assert_eq!(error, format!("line 2, column `id`: '{}' is taken - 'id' (and 1 more)", there.id));
    assert_eq!(names(&test.database).await, ["There"]);

    let rejects = Shared::default();
    let report = imports(&test.database, rows, skipping(&rejects)).await.unwrap();
    assert_eq!((report.stored, report.rejected), (1, 2));
    assert_eq!(names(&test.database).await, ["There", "B"]);
    let row = |line: u32, id: Uuid, name: &str| {
        format!("{line},id,'{id}' is taken - 'id',{id},{name},brig,1,12,400,38.5,1912-04-15\n")
    };
    assert_eq!(
        rejects.text(),
        format!("line,column,reason,id,{HEADER}\n{}{}", row(2, there.id, "A"), row(4, new, "C"))
    );
}

/// An import takes time that is proportional to its rows, also when it has to find the one whose key is taken.
async fn one_taken_key_costs_little(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let ids: Vec<Uuid> = std::iter::repeat_with(Uuid::now_v7).take(20_000).collect();
    let rows: String = ids.iter().map(|id| format!("{id},A,brig,1,12,400,38.5,1912-04-15\n")).collect();
    let file = format!("id,{HEADER}\n{rows}");
    let skip = || Options { invalid_rows: InvalidRows::Skip(None), force: true, ..Options::default() };
    let timed = async |options: Options| {
        let begin = Instant::now();
        let outcome = imports(&test.database, file.clone(), options).await;
        (outcome, begin.elapsed())
    };

    let (report, free) = timed(Options::default()).await;
    assert_eq!(report.unwrap().stored, 20_000);
    test.execute("DELETE FROM ships").await;
    let taken = Ship { id: ids[10_000], ..ship("Taken") };
    test.insert([taken.clone()]).await;

    let (error, rejected) = timed(Options { force: true, ..Options::default() }).await;
    let detail = format!("line 10002, column `id`: '{}' is taken - 'id'", taken.id);
    assert_eq!(error.unwrap_err().to_string(), detail);
    let (report, skipped) = timed(skip()).await;
    let report = report.unwrap();
    assert_eq!((report.stored, report.rejected), (19_999, 1));
    for (what, elapsed) in [("rejected", rejected), ("skipped", skipped)] {
        assert!(elapsed < 5 * free, "{what}: {elapsed:?}, without the taken key {free:?}");
    }
}

/// Fails when it is read to its end.
struct Broken<R>(R);

impl<R: Read> Read for Broken<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the line is dead")),
            count => Ok(count),
        }
    }
}

async fn a_list_that_breaks_off_leaves_nothing(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let many = list(&["A"; 3000]);
    let broken = Broken(io::Cursor::new(many.into_bytes()));
    let error = chain(&import::<Ship>(&test.database, broken, Options::default()).await.unwrap_err());
    assert_eq!(error, "cannot read the file: the line is dead");
    assert!(stored(&test.database).await.is_empty());
    assert!(list_imports(&test.database).await.unwrap().is_empty());
}

async fn a_row_has_its_limits(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let wide = format!("{}{}\n", list(&["A"]), ",".repeat(1_000_000));
    let error = imports(&test.database, wide, Options::default()).await.unwrap_err().to_string();
    assert_eq!(error, "line 3: the row has 1000001 cells, the header has 7");
    // A gigabyte of one line is not kept.
    let endless = io::Cursor::new(format!("{}\"", list(&["A"]))).chain(io::repeat(b'x').take(1 << 30));
    let error = import::<Ship>(&test.database, endless, Options::default()).await.unwrap_err().to_string();
    assert_eq!(error, "line 3: the row has more than 1048576 bytes; is a quote not closed?");
    assert!(stored(&test.database).await.is_empty());
}
