package dev.whiteboard.cdn.resp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * One client: reads commands, runs them one after the other, and sends what came of a read in one
 * piece. Of one event loop.
 */
final class RespConnection {
  /** Answers are sent once they are so many, though commands are left. */
  private static final int SEND_BYTES = 64 * 1024;

  /** Above it the client is not read from until it has taken what is there. */
  private static final int UNSENT_BYTES_MAX = 256 * 1024;

  /** Who takes nothing for so long is cut, and who leaves a command unfinished. */
  static final long STUCK_MILLIS_MAX = 30_000;

  private static final long NOT_STUCK = Long.MAX_VALUE;

  private final NetSocket socket;
  private final RespShared shared;
  private final Session session;
  private final RespReader reader;
  private final RespWriter answers;
  private long held;
  private long unsent;
  private long stuckSinceMillis = NOT_STUCK;
  private boolean waiting;
  private boolean closed;
  private boolean wasCut;
  private boolean ranSome;

  RespConnection(NetSocket socket, RespShared shared) {
    this.socket = socket;
    this.shared = shared;
    var options = shared.options();
    this.reader = new RespReader(options.valueBytesMax(), options.commandBytesMax());
    this.answers = new RespWriter(options.outputBytesMax());
    this.session = new Session(shared.nextId(), answers);
    socket.setWriteQueueMaxSize(UNSENT_BYTES_MAX);
    socket.handler(this::received);
    socket.drainHandler(_ -> drained());
  }

  private void received(Buffer chunk) {
    if (closed) {
      return;
    }
    var bytes = chunk.length();
    var data = reader.room(bytes);
    chunk.getBytes(0, bytes, data, reader.end());
    reader.filled(bytes);
    proceed();
  }

  private void drained() {
    if (waiting && !closed) {
      waiting = false;
      unsent = 0;
      proceed();
      if (!waiting && !closed) {
        socket.resume();
      }
    }
  }

  private void proceed() {
    try {
      runAll();
      send();
    } catch (ProtocolException e) {
      answers.error(e.answer());
      session.end();
      send();
    } catch (RespWriter.FullException e) {
      cut();
    }
    if (!closed) {
      account();
    }
  }

  private void runAll() throws ProtocolException {
    var nowMillis = shared.clock().millis();
    var count = 0L;
    while (!waiting && !session.isEnding() && reader.next()) {
      run(nowMillis);
      count++;
      if (answers.size() >= SEND_BYTES) {
        send();
      }
    }
    ranSome = count > 0;
    shared.ran(count);
  }

  private void run(long nowMillis) {
    var arguments = reader.arguments();
    try {
      if (isHttp(arguments)) {
        cut();
        session.end();
      } else {
        shared.toRun().run(arguments, session, nowMillis);
      }
    } catch (CommandException e) {
      answers.error(e.answer());
    }
  }

  /** A page in somebody's browser can make it send these, with commands behind them. */
  private static boolean isHttp(Arguments arguments) {
    return arguments.is(0, "POST") || arguments.is(0, "HOST:");
  }

  private void send() {
    if (closed) {
      return;
    }
    if (answers.size() > 0) {
      var bytes = Buffer.buffer(answers.size()).appendBytes(answers.data(), 0, answers.size());
      unsent = waiting ? unsent + bytes.length() : bytes.length();
      answers.clear();
      var _ = socket.write(bytes);
    }
    if (session.isEnding()) {
      closed = true;
      release();
      var _ = socket.end();
    } else if (!waiting && socket.writeQueueFull()) {
      waiting = true;
      socket.pause();
    }
  }

  /** Tells what is held for this client, and since when it does not go on. */
  private void account() {
    var holds = (long) reader.held() + answers.held() + (waiting ? unsent : 0);
    var within = shared.buffers().add(holds - held);
    held = holds;
    if (!within) {
      cut();
    }
    noteStuck();
  }

  /** From the first moment on: a byte now and then does not help. */
  private void noteStuck() {
    if (!waiting && !reader.isHalfway()) {
      stuckSinceMillis = NOT_STUCK;
    } else if (stuckSinceMillis == NOT_STUCK || ranSome) {
      stuckSinceMillis = shared.clock().millis();
    }
  }

  /** Whether it did not go on for too long. */
  boolean isStuck(long nowMillis) {
    return stuckSinceMillis != NOT_STUCK && nowMillis - stuckSinceMillis >= STUCK_MILLIS_MAX;
  }

  /**
   * Closes it; what is not sent is lost. By Netty, as Vert.x would first send all that is written,
   * and so wait for good for one who takes nothing.
   */
  void cut() {
    if (!closed) {
      closed = true;
      release();
      wasCut = true;
      var _ = ((NetSocketInternal) socket).channelHandlerContext().close();
    }
  }

  /** Whether it was we who broke it off. */
  boolean wasCut() {
    return wasCut;
  }

  /** It is over, whoever ended it. */
  void ended() {
    closed = true;
    release();
  }

  private void release() {
    var _ = shared.buffers().add(-held);
    held = 0;
  }
}
