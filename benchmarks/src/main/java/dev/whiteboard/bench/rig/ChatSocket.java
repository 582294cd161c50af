package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One client's connection to the chat, of which thousands share a thread. */
final class ChatSocket {
  private static final int OPCODE = 0x0F;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int TWO_BYTES_FOLLOW = 126;
  private static final int EIGHT_BYTES_FOLLOW = 127;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final byte[] NOTHING = {};
  private static final String SWITCHING = "HTTP/1.1 101";

  private final SocketChannel channel;
  private final SelectionKey key;
  private final URI node;
  private final String token;
  private final List<Heard> chats = new ArrayList<>(1);
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(0);

  /** The beginning of a frame of which the rest is still to come. */
  private byte[] begun = NOTHING;

  private boolean isWebSocket;

  /** Messages that are not acknowledged; from the first on, within a moment they are. */
  int unacked;

  /** When the next sign of life is due, in ns. */
  long pingDueNanos;

  /** When what is not acknowledged has to be, in ns. */
  long ackDueNanos;

  /** Takes text frames. */
  interface Frames {
    void onFrame(ChatSocket socket, byte[] bytes, int from, int to) throws IOException;
  }

  /** How far it is in one of its chats. */
  static final class Heard {
    final ChatTally chat;
    private final byte[] id;
    long last;
    long digest;
    long acked;
    boolean syncing;

    Heard(ChatTally chat) {
      this.chat = chat;
      this.id = chat.id().toString().getBytes(US_ASCII);
    }
  }

  private ChatSocket(SocketChannel channel, Selector selector, URI node, String token)
      throws IOException {
    this.channel = channel;
    this.node = node;
    this.token = token;
    this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /**
   * Begins to connect.
   *
   * @param token who it is
   * @param from an address of this machine
   */
  static ChatSocket open(Selector selector, URI node, String token, String from)
      throws IOException {
    var channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.bind(new InetSocketAddress(from, 0));
    var socket = new ChatSocket(channel, selector, node, token);
    if (channel.connect(new InetSocketAddress(node.getHost(), node.getPort()))) {
      socket.connected();
    }
    return socket;
  }

  /** It is in a chat. */
  void joins(ChatTally chat) {
    chats.add(new Heard(chat));
  }

  List<Heard> chats() {
    return chats;
  }

  /** Its part in the chat whose id stands there. */
  Heard heard(byte[] bytes, int at) {
    for (var chat : chats) {
      if (Arrays.equals(chat.id, 0, chat.id.length, bytes, at, at + chat.id.length)) {
        return chat;
      }
    }
    throw new IllegalStateException(
        "not its chat: " + new String(bytes, at, ChatFrames.ID_CHARS, US_ASCII));
  }

  /** Does what the key is ready for. */
  void ready(Scratch scratch, Frames frames) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      connected();
    }
    if (key.isValid() && key.isWritable()) {
      writeUnsent();
    }
    if (key.isValid() && key.isReadable()) {
      read(scratch, frames);
    }
  }

  private void connected() throws IOException {
    key.interestOps(SelectionKey.OP_READ);
    send(ChatFrames.handshake(node));
  }

  /** Writes now, and what does not fit into the kernel's buffer when there is room. */
  void send(ByteBuffer bytes) throws IOException {
    if (unsent.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unsent.add(bytes);
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private void writeUnsent() throws IOException {
    for (var next = unsent.peek(); next != null; next = unsent.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        return;
      }
      unsent.remove();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  private void read(Scratch scratch, Frames frames) throws IOException {
    if (!scratch.read(channel, begun)) {
      throw new IOException("a node closed a connection");
    }
    var from = 0;
    if (!isWebSocket) {
      from = readHead(scratch);
    }
    if (isWebSocket) {
      from = readFrames(scratch, from, frames);
    }
    begun = from < scratch.end() ? scratch.from(from) : NOTHING;
  }

  /** Where the first frame begins. */
  private int readHead(Scratch scratch) throws IOException {
    var bytes = scratch.bytes();
    for (var end = END_OF_HEAD.length; end <= scratch.end(); end++) {
      if (Arrays.equals(bytes, end - END_OF_HEAD.length, end, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        var head = new String(bytes, 0, end, US_ASCII);
        if (!head.startsWith(SWITCHING)) {
          throw new IOException("no WebSocket: " + head);
        }
        isWebSocket = true;
        send(ChatFrames.hello(token));
        return end;
      }
    }
    return 0;
  }

  /** Where the first frame begins that is not there as a whole. */
  private int readFrames(Scratch scratch, int begin, Frames frames) throws IOException {
    var at = begin;
    while (true) {
      var have = scratch.end() - at;
      if (have < 2) {
        return at;
      }
      var headBytes = headBytes(scratch.byteAt(at + 1));
      if (have < headBytes) {
        return at;
      }
      var length = length(scratch, at);
      if (have < headBytes + length) {
        return at;
      }
      take(scratch, at, at + headBytes, at + headBytes + length, frames);
      at += headBytes + length;
    }
  }

  private static int headBytes(int length) {
    return switch (length) {
      case TWO_BYTES_FOLLOW -> 4;
      case EIGHT_BYTES_FOLLOW -> 10;
      default -> 2;
    };
  }

  private static int length(Scratch scratch, int at) {
    var length = scratch.byteAt(at + 1);
    return switch (length) {
      case TWO_BYTES_FOLLOW -> scratch.shortAt(at + 2);
      case EIGHT_BYTES_FOLLOW -> scratch.longAt(at + 2);
      default -> length;
    };
  }

  private void take(Scratch scratch, int at, int from, int to, Frames frames) throws IOException {
    switch (scratch.byteAt(at) & OPCODE) {
      case TEXT -> frames.onFrame(this, scratch.bytes(), from, to);
      case PING -> send(ChatFrames.pong());
      case CLOSE -> throw new IOException("a node closed a socket");
      default -> throw new IOException("no text: " + scratch.byteAt(at));
    }
  }

  /** Acknowledges all that it has. */
  void acknowledge() throws IOException {
    for (var chat : chats) {
      if (chat.last > chat.acked) {
        chat.acked = chat.last;
        send(ChatFrames.ack(chat.chat.id(), chat.last));
      }
    }
    unacked = 0;
  }

  /** Asks for what it lacks of a chat. */
  void sync(Heard chat) throws IOException {
    chat.syncing = true;
    send(ChatFrames.sync(chat.chat.id(), chat.last));
  }

  void close() throws IOException {
    channel.close();
  }
}
