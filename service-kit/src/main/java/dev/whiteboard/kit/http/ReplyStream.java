package dev.whiteboard.kit.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer written bit by bit by a thread that may block, while another hands it to the socket as
 * fast as the client reads.
 */
public final class ReplyStream {
  /** A client that takes nothing for so long is given up, even one that is still sending. */
  private static final Duration WRITE_MAX = Duration.ofMinutes(2);

  private static final Logger log = LoggerFactory.getLogger(ReplyStream.class);

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context eventLoop;
  private final Outbox outbox = new Outbox();
  private volatile boolean started;

  ReplyStream(HttpServerRequest request, Context eventLoop) {
    this.request = request;
    this.response = request.response();
    this.eventLoop = eventLoop;
  }

  /** Sends status and headers; from now on the answer can't become another. Call once. */
  public void start(int status, Map<String, String> headers) {
    started = true;
    var _ =
        onEventLoop(() -> {
          response.setStatusCode(status).setChunked(true);
          headers.forEach(response::putHeader);
          SecurityHeaders.addTo(response.headers());
          return response.writeHead();
        });
    Thread.ofVirtual().name("reply-stream").start(this::send);
  }

  /**
   * Sends more of the body; blocks where the client is far behind.
   *
   * @throws StreamBrokenException where nobody reads it
   */
  public void write(Buffer bytes) {
    try {
      outbox.put(bytes);
    } catch (IOException e) {
      throw new StreamBrokenException("the answer can't be kept for its reader: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamBrokenException("the service ends");
    }
  }

  /** Whether status and headers are gone. */
  boolean isStarted() {
    return started;
  }

  /** Nothing more comes: the answer ends once all is sent. */
  void finish() {
    outbox.finish();
  }

  /** Cuts the answer off where it is, such that the client can tell. */
  void cutOff() {
    closeOutbox();
    eventLoop.runOnContext(_ -> response.reset());
  }

  private void send() {
    try {
      for (var bytes = outbox.next(); bytes != null; bytes = outbox.next()) {
        var next = bytes;
        awaitWritten(() -> response.write(next));
      }
      awaitWritten(response::end);
      closeOutbox();
      closeUnlessAllWasRead();
    } catch (Exception e) {
      log.atDebug().setCause(e).log("a stream's answer was given up");
      cutOff();
    }
  }

  private void awaitWritten(Supplier<Future<Void>> write) throws TimeoutException {
    onEventLoop(write).await(WRITE_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Nobody wants the rest of the body, and the next request is behind it. */
  private void closeUnlessAllWasRead() {
    eventLoop.runOnContext(_ -> {
      if (!request.isEnded()) {
        request.connection().close();
      }
    });
  }

  private Future<Void> onEventLoop(Supplier<Future<Void>> write) {
    return Future.future(written -> eventLoop.runOnContext(_ -> write.get().onComplete(written)));
  }

  private void closeOutbox() {
    try {
      outbox.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("a stream's file could not be closed");
    }
  }
}
