//! Tests of the rewriting, in pieces of all sizes.

use super::*;

fn message(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut output = BytesMut::new();
    write(tag, &[body], &mut output);
    output.to_vec()
}

/// The tags and bodies of messages.
fn messages(mut bytes: &[u8]) -> Vec<(char, String)> {
    let mut all = Vec::new();
    while bytes.has_remaining() {
        let (tag, length) = (bytes.get_u8(), bytes.get_u32() as usize);
        all.push((tag.into(), String::from_utf8(bytes.copy_to_bytes(length - 4).to_vec()).unwrap()));
    }
    all
}

fn started() -> Rewriter {
    Rewriter { has_started: true, ..Rewriter::default() }
}

/// What the server gets of these messages, which arrive in pieces.
fn to_server(rewriter: &mut Rewriter, sent: &[(u8, &[u8])], piece: usize) -> Vec<(char, String)> {
    let bytes: Vec<u8> = sent.iter().flat_map(|(tag, body)| message(*tag, body)).collect();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    for bytes in bytes.chunks(piece) {
        input.extend_from_slice(bytes);
        rewriter.rewrite_requests(&mut input, &mut output);
    }
    assert!(input.is_empty());
    messages(&output)
}

/// What the client gets of these responses, which arrive in pieces.
fn to_client(rewriter: &mut Rewriter, sent: &[(u8, &[u8])], piece: usize) -> Vec<(char, String)> {
    let bytes: Vec<u8> = sent.iter().flat_map(|(tag, body)| message(*tag, body)).collect();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    for bytes in bytes.chunks(piece) {
        input.extend_from_slice(bytes);
        rewriter.rewrite_responses(&mut input, &mut output);
    }
    messages(&output)
}

fn pair(tag: char, body: &str) -> (char, String) {
    (tag, body.to_owned())
}

#[test]
fn a_statement_is_sent_again_unnamed_with_each_run() {
    for piece in [1, 3, 1000] {
        let rewriter = &mut started();
        let prepare: [(u8, &[u8]); 3] = [(b'P', b"s1\0SELECT 1\0\0\0"), (b'D', b"Ss1\0"), (b'S', b"")];
        let prepared = [pair('P', "\0SELECT 1\0\0\0"), pair('D', "S\0"), pair('S', "")];
        assert_eq!(to_server(rewriter, &prepare, piece), prepared);
        let described: [(u8, &[u8]); 4] = [(b'1', b""), (b't', b"\0\0"), (b'n', b""), (b'Z', b"I")];
        assert_eq!(to_client(rewriter, &described, piece).len(), 4);

        let run: [(u8, &[u8]); 3] = [(b'B', b"\0s1\0\0\0\0\0\0\0"), (b'E', b"\0\0\0\0\0"), (b'S', b"")];
        for _ in 0..2 {
            let sent = to_server(rewriter, &run, piece);
            assert_eq!(sent[..2], [pair('P', "\0SELECT 1\0\0\0"), pair('B', "\0\0\0\0\0\0\0\0")]);
            assert_eq!(sent.len(), 4);
        }
        for _ in 0..2 {
            let done: [(u8, &[u8]); 4] = [(b'1', b""), (b'2', b""), (b'C', b"SELECT 1\0"), (b'Z', b"I")];
            let tags: Vec<char> = to_client(rewriter, &done, piece).into_iter().map(|(tag, _)| tag).collect();
            assert_eq!(tags, ['2', 'C', 'Z']);
        }
        assert!(rewriter.due.is_empty());
    }
}

#[test]
fn responses_after_an_error_belong_to_the_next_series() {
    let rewriter = &mut started();
    let prepare: [(u8, &[u8]); 2] = [(b'P', b"s1\0SELECT 1\0\0\0"), (b'S', b"")];
    let run: [(u8, &[u8]); 2] = [(b'B', b"\0s1\0"), (b'S', b"")];
    to_server(rewriter, &prepare, 1000);
    to_server(rewriter, &run, 1000);
    // The statement is invalid, and so its run is.
    let failed: [(u8, &[u8]); 4] = [(b'E', b"\0"), (b'Z', b"I"), (b'E', b"\0"), (b'Z', b"I")];
    assert_eq!(to_client(rewriter, &failed, 1000).len(), 4);
    assert!(rewriter.statements.is_empty());
    to_server(rewriter, &prepare, 1000);
    assert_eq!(to_client(rewriter, &[(b'1', b""), (b'Z', b"I")], 1000).len(), 2);
}

#[test]
fn a_copy_ignores_the_end_of_the_series_that_began_it() {
    let rewriter = &mut started();
    to_server(rewriter, &[(b'P', b"s1\0COPY\0\0\0"), (b'S', b"")], 1000);
    to_client(rewriter, &[(b'1', b""), (b'Z', b"I")], 1000);
    to_server(rewriter, &[(b'B', b"\0s1\0"), (b'E', b"\0"), (b'S', b"")], 1000);
    assert_eq!(to_client(rewriter, &[(b'1', b""), (b'2', b""), (b'G', b"\0")], 1000).len(), 2);
    to_server(rewriter, &[(b'd', b"rows"), (b'c', b""), (b'S', b"")], 1000);
    to_client(rewriter, &[(b'C', b"COPY 1\0"), (b'Z', b"I")], 1000);
    assert!(rewriter.due.is_empty());
}

#[test]
fn closed_and_unknown_statements_are_not_sent_again() {
    let rewriter = &mut started();
    to_server(rewriter, &[(b'P', b"s1\0SELECT 1\0\0\0"), (b'S', b"")], 1000);
    assert_eq!(to_server(rewriter, &[(b'C', b"Ss1\0"), (b'S', b"")], 1000)[0], pair('C', "S\0"));
    assert_eq!(to_server(rewriter, &[(b'B', b"\0s1\0"), (b'S', b"")], 1000)[0], pair('B', "\0s1\0"));
}

#[test]
fn the_first_message_has_no_tag() {
    let rewriter = &mut Rewriter::default();
    let startup = b"\0\0\0\x09\0\x03\0\0\0";
    let (mut input, mut output) = (BytesMut::from(&startup[..4]), BytesMut::new());
    rewriter.rewrite_requests(&mut input, &mut output);
    assert!(output.is_empty());
    input.extend_from_slice(&startup[4..]);
    input.extend_from_slice(&message(b'Q', b"SELECT 1\0"));
    rewriter.rewrite_requests(&mut input, &mut output);
    assert_eq!(output[..9], startup[..]);
    assert_eq!(messages(&output[9..]), [pair('Q', "SELECT 1\0")]);
}
