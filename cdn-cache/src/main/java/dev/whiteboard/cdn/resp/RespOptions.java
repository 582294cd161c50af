package dev.whiteboard.cdn.resp;

/**
 * Where the cache listens, and what its clients are held to.
 *
 * @param host the address to listen on; there is no password, so a loopback address
 * @param port the port; 0 for a free one
 * @param eventLoops how many threads serve connections
 * @param connectionsMax more are told so and closed
 * @param valueBytesMax of one argument
 * @param outputBytesMax answers that a client has not taken yet; with more it is cut
 * @param bufferBytesMax what all clients together have sent and not taken; who goes beyond is cut
 * @param policy what {@code CONFIG GET maxmemory-policy} says
 */
public record RespOptions(
    String host,
    int port,
    int eventLoops,
    int connectionsMax,
    int valueBytesMax,
    int outputBytesMax,
    long bufferBytesMax,
    String policy) {
  /** The port unless told otherwise. */
  public static final int PORT = 8491;

  private static final int CONNECTIONS_MAX = 1_000;
  private static final int VALUE_BYTES_MAX = 8 << 20;
  private static final int OUTPUT_BYTES_MAX = 64 << 20;
  private static final long BUFFER_BYTES_MAX = 256L << 20;

  /** With the bounds as they are by default. */
  public static RespOptions of(String host, int port, int eventLoops, String policy) {
    return new RespOptions(
        host,
        port,
        eventLoops,
        CONNECTIONS_MAX,
        VALUE_BYTES_MAX,
        OUTPUT_BYTES_MAX,
        BUFFER_BYTES_MAX,
        policy);
  }

  /** What a whole command may have: MSET of some values. */
  int commandBytesMax() {
    return (int) Math.min(4L * valueBytesMax, Integer.MAX_VALUE / 2);
  }
}
