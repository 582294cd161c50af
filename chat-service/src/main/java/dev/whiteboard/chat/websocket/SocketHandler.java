package dev.whiteboard.chat.websocket;

/**
 * What a socket tells its owner. Each call comes on the socket's event loop, one after the other,
 * and must not block; an exception closes the socket with 1011.
 */
public interface SocketHandler {
  /**
   * A text message.
   *
   * @param utf8 its bytes, which have been found to be UTF-8; the receiver's to keep. A parser of
   *     JSON takes bytes, so that a string of it would only be made to be thrown away
   */
  void onText(Socket socket, byte[] utf8);

  /** A message of bytes, which closes with 1003 unless this is overridden. */
  default void onBinary(Socket socket, byte[] bytes) {
    socket.close(CloseCodes.UNSUPPORTED_DATA, "text only");
  }

  /** An answer to a ping, or one that nobody asked for. */
  default void onPong(Socket socket, byte[] payload) {}

  /** What waited for a slow peer has shrunk: {@link Socket#isWritable} is true again. */
  default void onWritable(Socket socket) {}

  /**
   * The socket is closed; the last call, and it comes exactly once.
   *
   * @param code that of the first close frame, whichever side sent it; 1005 where that had none;
   *     1006 where the connection ended without a close frame
   */
  void onClosed(Socket socket, int code);
}
