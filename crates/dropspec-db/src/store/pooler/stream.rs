//! A connection whose messages are rewritten.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsStream};

use super::rewriter::Rewriter;

/// The number of bytes that are read at once.
const READ_SIZE: usize = 8 * 1024;

/// A connection with TLS or without.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

/// A connection whose messages are rewritten.
pub(in crate::store) struct PoolerStream {
    connection: Box<dyn Duplex>,
    /// The hash of the server's certificate, if there is TLS.
    channel_binding: Option<Vec<u8>>,
    rewriter: Rewriter,
    written: Buffers,
    read: Buffers,
}

/// Bytes before and after they are rewritten.
#[derive(Default)]
struct Buffers {
    input: BytesMut,
    output: BytesMut,
}

impl PoolerStream {
    pub(super) fn new(connection: impl Duplex + 'static, channel_binding: Option<Vec<u8>>) -> Self {
        Self {
            connection: Box::new(connection),
            channel_binding,
            rewriter: Rewriter::default(),
            written: Buffers::default(),
            read: Buffers::default(),
        }
    }

    /// Writes what is rewritten.
    fn poll_drain(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written.output.has_remaining() {
            let written = ready!(Pin::new(&mut self.connection).poll_write(context, &self.written.output))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written.output.advance(written);
        }
        Poll::Ready(Ok(()))
    }
}

impl TlsStream for PoolerStream {
    fn channel_binding(&self) -> ChannelBinding {
        self.channel_binding.clone().map_or_else(ChannelBinding::none, ChannelBinding::tls_server_end_point)
    }
}

impl AsyncRead for PoolerStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { connection, rewriter, read: Buffers { input, output }, .. } = &mut *self;
        while output.is_empty() {
            let mut bytes = [0; READ_SIZE];
            let mut bytes = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut *connection).poll_read(context, &mut bytes))?;
            if bytes.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            input.extend_from_slice(bytes.filled());
            rewriter.rewrite_responses(input, output);
        }
        let count = output.len().min(buffer.remaining());
        buffer.put_slice(&output.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for PoolerStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        // What was written before comes first, so that no more than one message and one write are in memory.
        ready!(self.poll_drain(context))?;
        let Self { rewriter, written: Buffers { input, output }, .. } = &mut *self;
        input.extend_from_slice(data);
        rewriter.rewrite_requests(input, output);
        Poll::Ready(Ok(data.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_drain(context))?;
        Pin::new(&mut self.connection).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_drain(context))?;
        Pin::new(&mut self.connection).poll_shutdown(context)
    }
}
