package dev.whiteboard.stack;

import dev.whiteboard.stack.process.Archives;
import dev.whiteboard.stack.process.Daemon;
import dev.whiteboard.stack.process.Platform;
import dev.whiteboard.stack.process.ProgramCache;
import dev.whiteboard.stack.process.RunAs;
import dev.whiteboard.stack.process.ServerException;
import dev.whiteboard.stack.process.ServerFolder;
import dev.whiteboard.stack.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * PostgreSQL's programs, and the data that they are to serve.
 *
 * <pre>
 *   password     made with the data, readable by its owner only
 *   data/        the cluster; PG_VERSION says which major version made it
 *   server.log
 * </pre>
 *
 * <p>Why a password on a loopback address: every user of the machine reaches that address, and a
 * superuser of PostgreSQL can run programs as whoever runs the server. So each cluster has one of
 * 128 random bits, checked by SCRAM, and it costs a few milliseconds a connection.
 */
final class PostgresCluster {
  static final String USER = "whiteboard";
  static final String DATABASE_AT_FIRST = "postgres";

  private static final String MAJOR_VERSION = "18";
  private static final int PASSWORD_BYTES = 16;
  private static final String DATA = "data";
  private static final String PASSWORD = "password";
  private static final String LOG = "server.log";
  private static final String PID_FILE = "postmaster.pid";
  private static final int PID_FILE_STATE_LINE = 7;

  private final ServerFolder folder;
  private final Path programs;
  private final RunAs runAs;
  private final PostgresRole role;
  private final Path data;

  private PostgresCluster(ServerFolder folder, Path programs, RunAs runAs, PostgresRole role) {
    this.folder = folder;
    this.programs = programs;
    this.runAs = runAs;
    this.role = role;
    this.data = folder.makeOnce(DATA, this::create);
  }

  /**
   * Opens the cluster in the folder, or makes one there.
   *
   * @throws ServerException if the data was made by another major version
   */
  static PostgresCluster open(ServerFolder folder, RunAs runAs, PostgresRole role) {
    Path programs =
        ProgramCache.orIn(folder).unpacked(archive(Platform.current()), Archives::unpackTarXz);
    PostgresCluster cluster = new PostgresCluster(folder, programs.resolve("bin"), runAs, role);
    cluster.requireSameVersion();
    return cluster;
  }

  /** Starts the server on the port; returns when it takes connections. */
  Daemon start(int port) {
    Path pidFile = data.resolve(PID_FILE);
    List<String> start =
        runAs.command(
            program("pg_ctl"), "start", "-w", "-D", data.toString(), "-l", log().toString());
    Daemon.Program postgres = new Daemon.Program("PostgreSQL", folder, pidFile, LOG, "INT", start);
    return Daemon.start(postgres, () -> prepare(port), () -> takesConnections(pidFile));
  }

  /** A server that was still stopping would make and remove files while they change hands. */
  private void prepare(int port) {
    folder.write(LOG, "");
    try {
      Files.writeString(data.resolve("postgresql.conf"), settings(port));
      runAs.own(folder.path());
    } catch (IOException e) {
      throw new ServerException("cannot prepare " + data + ": " + e.getMessage(), e);
    }
  }

  /** The password of {@link #USER}. */
  String password() {
    Path file = folder.file(PASSWORD);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ServerException(
          "cannot read the password of the data beside it, " + file + ": start afresh", e);
    }
  }

  private static String archive(Platform platform) {
    return switch (platform) {
      case LINUX_AMD64 -> "postgres-linux-x86_64.txz";
      case LINUX_ARM64 -> "postgres-linux-arm_64.txz";
      case MACOS_AMD64 -> "postgres-darwin-x86_64.txz";
      case MACOS_ARM64 -> "postgres-darwin-arm_64.txz";
    };
  }

  /** Where the data is. */
  Path data() {
    return data;
  }

  private void create(Path cluster) throws IOException {
    if (role instanceof PostgresRole.Replica replica) {
      folder.write(PASSWORD, replica.primary().password());
      replica.copyTo(cluster);
    } else {
      createEmpty(cluster);
    }
  }

  /**
   * The locale is PostgreSQL's own C.UTF-8, the same on every machine. Nothing is synced: it is
   * renamed into place when whole, and a loss of power is not what this data has to survive.
   */
  private void createEmpty(Path cluster) throws IOException {
    Path password = folder.write(PASSWORD, randomPassword());
    runAs.own(folder.path());
    Shell.Result made =
        Shell.run(
            runAs.command(
                program("initdb"),
                "--pgdata=" + cluster,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions"));
    if (!made.succeeded()) {
      throw new IOException(made.lastLines());
    }
  }

  private void requireSameVersion() {
    Path file = data.resolve("PG_VERSION");
    try {
      String version = Files.readString(file).strip();
      if (!version.equals(MAJOR_VERSION)) {
        throw new ServerException(
            "%s was made by PostgreSQL %s and this is %s, which cannot read it: "
                    .formatted(data, version, MAJOR_VERSION)
                + "move it away, or start afresh");
      }
    } catch (IOException e) {
      throw new ServerException(data + " is not a PostgreSQL cluster: no " + file, e);
    }
  }

  private String settings(int port) {
    List<String> lines = new ArrayList<>(List.of("port = " + port));
    lines.addAll(role.settings());
    return SettingsFile.text("postgresql.conf", lines);
  }

  private static boolean takesConnections(Path pidFile) {
    try {
      List<String> lines = Files.readAllLines(pidFile);
      return lines.size() > PID_FILE_STATE_LINE
          && lines.get(PID_FILE_STATE_LINE).strip().equals("ready");
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new ServerException("cannot read " + pidFile, e);
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Path log() {
    return folder.file(LOG);
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }
}
