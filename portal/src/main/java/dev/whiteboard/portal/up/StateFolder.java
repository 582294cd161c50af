package dev.whiteboard.portal.up;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept from one {@code up} to the next, used by one at a time.
 *
 * <pre>
 *   .whiteboard/
 *     running     locked while an up runs: its process number and its portal's URL
 *     keys        the admin keys that this up has made, for its owner alone; gone when it ends
 *     logs/       whiteboard.log, and older ones
 *     servers/    a folder for each server
 * </pre>
 *
 * <p>The kernel gives the lock back however the process ends. So the file may stay behind, and
 * means nothing while nobody holds it.
 */
final class StateFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** Servers of an {@code up} that was killed need up to 5 s to end, and write until then. */
  private static final Duration EMPTY_TIME_MAX = Duration.ofSeconds(10);

  /** Or the shell that is its lifeline; not somebody who reads its log. */
  private static final Pattern SERVER = program("postgres|redis-server|sh");

  /** The program itself, and not the lifeline, whose arguments name it too. */
  private static final Pattern REDIS = program("redis-server");

  private static final String RUNNING = "running";
  private static final String SERVERS = "servers";
  private static final String AT = " at ";

  private final Path path;
  private final FileChannel running;

  private StateFolder(Path path, FileChannel running) {
    this.path = path;
    this.running = running;
  }

  /**
   * Takes the folder; makes it where there is none.
   *
   * @throws IOException where another {@code up} has it; the message says which
   */
  static StateFolder take(Path path) throws IOException {
    try {
      var file = Files.createDirectories(path).resolve(RUNNING);
      var folder = new StateFolder(path, lock(file));
      folder.write("process " + ProcessHandle.current().pid());
      return folder;
    } catch (FileSystemException e) { // its message is a path and no more
      throw new IOException("cannot keep anything in " + path + ": " + e, e);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException("already running: " + Files.readString(file) + "; stop it first");
    }
    return channel;
  }

  /** Where servers keep theirs. */
  Path servers() {
    return path.resolve(SERVERS);
  }

  /** The file that the log is written to. */
  Path logFile() {
    return logs().resolve("whiteboard.log");
  }

  /** The folder itself. */
  Path path() {
    return path;
  }

  /** Tells whoever finds the folder taken where the portal is. */
  void announce(URI portal) throws IOException {
    write("process " + ProcessHandle.current().pid() + AT + portal);
  }

  /** Keeps admin keys for other commands of the same owner. */
  void keepKeys(Map<String, String> keys) throws IOException {
    var file = keys(path);
    Files.deleteIfExists(file);
    try (var out = Files.newBufferedWriter(Files.createFile(file, ownerOnly(path)))) {
      for (var key : keys.entrySet()) {
        out.write(key.getKey() + "=" + key.getValue() + "\n");
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    var isPosix =
        Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
    var permissions = PosixFilePermissions.fromString("rw-------");
    return isPosix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[] {};
  }

  /** Keys that an {@code up} keeps in a folder; none where it made none. */
  static Map<String, String> adminKeysOf(Path path) throws IOException {
    if (Files.notExists(keys(path))) {
      return Map.of();
    }
    try (var lines = Files.lines(keys(path))) {
      return lines
          .map(line -> line.split("=", 2))
          .filter(pair -> pair.length == 2)
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
  }

  /** Where the portal of the {@code up} is that has a folder; empty where none has. */
  static Optional<URI> portalOf(Path path) throws IOException {
    var file = path.resolve(RUNNING);
    if (Files.notExists(file) || !isTaken(file)) {
      return Optional.empty();
    }
    var said = Files.readString(file);
    var at = said.indexOf(AT);
    return at < 0 ? Optional.empty() : Optional.of(URI.create(said.substring(at + AT.length())));
  }

  private static boolean isTaken(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    }
  }

  /** The Redis that runs on a folder. */
  static Optional<ProcessHandle> redisOf(Path path) throws IOException {
    return serversOn(path.resolve(SERVERS)).stream()
        .filter(process -> REDIS.matcher(commandLine(process)).lookingAt())
        .findAny();
  }

  private static Path keys(Path path) {
    return path.resolve("keys");
  }

  /**
   * Forgets all that earlier runs left.
   *
   * @throws IOException where that does not succeed in time
   */
  void empty() throws IOException {
    if (!Deadline.after(EMPTY_TIME_MAX).await(this::tryEmpty)) {
      throw new IOException("cannot empty " + path + ": something writes to it");
    }
  }

  private Path logs() {
    return path.resolve("logs");
  }

  private boolean tryEmpty() {
    try {
      var left = serversOn(servers());
      left.forEach(ProcessHandle::destroy);
      if (left.isEmpty()) {
        ServerFolder.delete(servers());
        ServerFolder.delete(logs());
      }
      return left.isEmpty();
    } catch (IOException | UncheckedIOException e) {
      log.atDebug().setCause(e).log("{} is written to", path);
      return false;
    }
  }

  /** The servers that run on the folder, with their lifelines. */
  static List<ProcessHandle> serversOn(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    var onCommandLine = folder.toRealPath() + "/";
    return ProcessHandle.allProcesses()
        .filter(process -> isServerOn(onCommandLine, commandLine(process)))
        .toList();
  }

  /** What a command line begins with: arguments are behind a space, or a zero as Linux has it. */
  private static Pattern program(String names) {
    return Pattern.compile("([^\\x00 ]*/)?(" + names + ")[\\x00 ]");
  }

  private static boolean isServerOn(String folder, String commandLine) {
    return commandLine.contains(folder) && SERVER.matcher(commandLine).lookingAt();
  }

  /** Where there is a /proc, from there: Java knows only the program of one that set its title. */
  private static String commandLine(ProcessHandle process) {
    try {
      var line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return new String(line, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  private void write(String owner) throws IOException {
    var bytes = owner.getBytes(StandardCharsets.UTF_8);
    running.write(ByteBuffer.wrap(bytes), 0);
    running.truncate(bytes.length);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(keys(path));
    running.close();
  }
}
