//! A stand-in for DynamoDB that answers what a test says.

use std::future::Future;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// One request, in lower case.
pub struct Request {
    pub head: String,
    pub body: String,
}

/// The next request of a connection; `None` when it is closed.
pub async fn next_request(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    while stream.read_buf(&mut bytes).await.ok()? > 0 {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(Request { head: head.to_owned(), body: body.to_owned() });
        }
    }
    None
}

/// Answers a request.
pub async fn answer(stream: &mut TcpStream, status: u16, body: &str) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-type: application/x-amz-json-1.0\r\nx-amzn-requestid: REQUEST1\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await
}

/// Serves each connection on a port of its own, and answers the URL.
pub async fn serve<F: Future<Output = ()> + Send + 'static>(
    connection: impl Fn(TcpStream) -> F + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream));
        }
    });
    url
}
