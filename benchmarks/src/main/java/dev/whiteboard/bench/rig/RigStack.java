package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.EmbeddedStack;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackAddresses;
import dev.whiteboard.stack.StackListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;

/**
 * PostgreSQL, Redis and Kafka for one run, and a folder; gone behind it. PostgreSQL runs without
 * {@code fsync}, as it does for all local stacks.
 */
final class RigStack implements AutoCloseable {
  private final Path folder;
  private final EmbeddedStack stack;
  private final Thread atExit;

  private RigStack(Path folder, EmbeddedStack stack) {
    this.folder = folder;
    this.stack = stack;
    this.atExit = new Thread(this::closeAtExit, "end stack");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts them all. */
  static RigStack start() throws IOException {
    return start(EnumSet.allOf(Server.class));
  }

  /** Starts these. */
  static RigStack start(Set<Server> servers) throws IOException {
    var folder = Files.createTempDirectory("whiteboard-rig-");
    return new RigStack(
        folder, EmbeddedStack.start(servers, folder.resolve("state"), StackListener.silent()));
  }

  /** Where they are. */
  StackAddresses addresses() {
    return stack.addresses();
  }

  /** A file of this run. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Whoever is told to end leaves no server behind. */
  private void closeAtExit() {
    try {
      closeStack();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // this process is about to end, and its hook does it
    }
    closeStack();
  }

  private void closeStack() throws IOException {
    stack.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
