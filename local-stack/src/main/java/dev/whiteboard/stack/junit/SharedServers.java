package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.LocalStack;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackAddresses;
import dev.whiteboard.stack.process.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The servers of a test run: each is started when the first class needs it, all end with the run.
 */
final class SharedServers implements AutoCloseable {
  /** A server that gave up root's rights has to be able to pass through to its own folder. */
  private static final String PASSABLE = "rwx--x--x";

  private final StackMode mode;
  private final Path folder;
  private final List<LocalStack> stacks = new ArrayList<>();
  private final Map<Server, String> addresses = new EnumMap<>(Server.class);

  private SharedServers(StackMode mode, Path folder) {
    this.mode = mode;
    this.folder = folder;
  }

  /** None yet, in the mode that the system property says. */
  static SharedServers ofThisRun() {
    StackMode mode = StackMode.ofThisRun();
    try {
      Path folder = Files.createTempDirectory("whiteboard-stack-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(PASSABLE));
      SharedServers servers = new SharedServers(mode, folder);
      Runtime.getRuntime().addShutdownHook(new Thread(servers::closeWithTheJvm));
      return servers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where these servers are; those that are not up yet are started, side by side. */
  synchronized StackAddresses of(Set<Server> servers) {
    Set<Server> missing = EnumSet.copyOf(servers);
    missing.removeAll(addresses.keySet());
    if (!missing.isEmpty()) {
      Path batch = folder.resolve(Integer.toString(stacks.size()));
      LocalStack stack = mode.start(missing, batch, new LoggingListener());
      stacks.add(stack);
      addresses.putAll(stack.addresses().byServer());
    }
    Map<Server, String> wanted = new EnumMap<>(addresses);
    wanted.keySet().retainAll(servers);
    return new StackAddresses(wanted);
  }

  @Override
  public synchronized void close() throws IOException {
    stacks.forEach(LocalStack::close);
    stacks.clear();
    ServerFolder.delete(folder);
  }

  /** A run that is broken off with Ctrl-C ends without JUnit. */
  private void closeWithTheJvm() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
