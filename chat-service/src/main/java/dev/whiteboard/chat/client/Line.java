package dev.whiteboard.chat.client;

import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ClientFrames;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a node, from the attempt to its end. On its event loop alone. */
final class Line {
  private static final int NO_CLOSE_FRAME = 1006;
  private static final Logger log = LoggerFactory.getLogger(Line.class);

  private final Events events;
  private @Nullable WebSocket socket;
  private boolean isOver;

  /** What a client hears of its connection. */
  interface Events {
    /** It is there: say hello. */
    void onOpen(Line line);

    /** The service says something. */
    void onFrame(Line line, ServerFrame frame);

    /**
     * It has ended, or never was: the last call.
     *
     * @param code of the close frame; 1006 where there was none
     */
    void onEnd(Line line, int code, String why);
  }

  private Line(Events events) {
    this.events = events;
  }

  /** Tries to connect; tells the events how that went. */
  static Line open(ClientLoop loop, URI node, Events events) {
    var line = new Line(events);
    loop.sockets()
        .connect(Nodes.socket(node))
        .onSuccess(line::opened)
        .onFailure(failure -> line.ended(NO_CLOSE_FRAME, String.valueOf(failure.getMessage())));
    return line;
  }

  private void opened(WebSocket opened) {
    if (isOver) {
      var _ = opened.close();
      return;
    }
    socket = opened;
    opened.textMessageHandler(this::heard);
    opened.exceptionHandler(failure -> broken(String.valueOf(failure.getMessage())));
    opened.closeHandler(_ -> closed(opened));
    events.onOpen(this);
  }

  private void heard(String text) {
    if (isOver) {
      return;
    }
    try {
      ServerFrames.parse(new JsonObject(text)).ifPresent(frame -> events.onFrame(this, frame));
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("a frame that can't be read");
      broken("a frame that can't be read: " + e.getMessage());
    }
  }

  private void closed(WebSocket closed) {
    var code = closed.closeStatusCode();
    ended(code == null ? NO_CLOSE_FRAME : code, "the node closed the connection");
  }

  private void broken(String why) {
    var over = socket;
    ended(NO_CLOSE_FRAME, why);
    if (over != null) {
      var _ = over.close();
    }
  }

  private void ended(int code, String why) {
    if (!isOver) {
      isOver = true;
      events.onEnd(this, code, why);
    }
  }

  /** Sends a frame; nothing where there is no connection. */
  void send(ClientFrame frame) {
    if (!isOver && socket != null) {
      var _ = socket.writeTextMessage(ClientFrames.json(frame).encode());
    }
  }

  /** Ends it; no events come any more. */
  void drop() {
    isOver = true;
    if (socket != null && !socket.isClosed()) {
      var _ = socket.close();
    }
  }
}
