package dev.whiteboard.chat.session;

import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.chat.websocket.Socket;

/** Writes frames that are for one socket alone. */
final class Frames {
  private Frames() {}

  /** Sends one. */
  static boolean send(Socket socket, ServerFrame frame) {
    var encoded = Frame.text(ServerFrames.json(frame).encode());
    try {
      return socket.send(encoded);
    } finally {
      encoded.release();
    }
  }
}
