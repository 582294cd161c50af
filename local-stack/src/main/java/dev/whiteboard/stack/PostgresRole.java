package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a PostgreSQL server is to others, with the settings that this takes. */
sealed interface PostgresRole {
  /** Lines of {@code postgresql.conf}. */
  List<String> settings();

  /** Nobody copies from it. */
  record Alone() implements PostgresRole {
    @Override
    public List<String> settings() {
      return List.of();
    }
  }

  /** Replicas may stream from it. */
  record Primary() implements PostgresRole {
    @Override
    public List<String> settings() {
      return List.of("wal_level = replica", "max_wal_senders = 4", "wal_keep_size = 64MB");
    }
  }

  /**
   * A read-only copy that streams every change from its primary.
   *
   * @param primary the server
   * @param primaryData where its data is, to copy at first
   */
  record Replica(DatabaseUrl primary, Path primaryData) implements PostgresRole {
    private static final Duration COPY_TIME_MAX = Duration.ofSeconds(30);

    /** What belongs to the running primary, not to its data. */
    private static final Set<String> NOT_COPIED =
        Set.of("postmaster.pid", "postmaster.opts", "postgresql.conf");

    @Override
    public List<String> settings() {
      return List.of(
          "wal_level = replica",
          "max_wal_senders = 4", // no fewer than the primary's
          "hot_standby = on",
          "primary_conninfo = 'host=%s port=%d user=%s password=%s'"
              .formatted(primary.host(), primary.port(), primary.user(), primary.password()));
    }

    /**
     * Copies the primary's data while it runs (an online base backup): what is torn in the copy is
     * mended from the log, from the label on.
     */
    void copyTo(Path data) throws IOException {
      try (Connection connection = primary.connect(COPY_TIME_MAX);
          Statement statement = connection.createStatement()) {
        statement.execute("select pg_backup_start('replica', true)");
        copyFiles(data);
        try (ResultSet row = statement.executeQuery("select labelfile from pg_backup_stop()")) {
          row.next();
          Files.writeString(data.resolve("backup_label"), row.getString(1));
        }
        Files.createFile(data.resolve("standby.signal"));
      } catch (SQLException e) {
        throw new ServerException("cannot copy " + primary.location() + ": " + e.getMessage(), e);
      }
    }

    private void copyFiles(Path data) throws IOException {
      Files.walkFileTree(
          primaryData,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              Path copy = data.resolve(primaryData.relativize(folder));
              if (Files.notExists(copy)) {
                Files.createDirectory(copy);
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(folder));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!NOT_COPIED.contains(file.getFileName().toString())) {
                copy(file, data.resolve(primaryData.relativize(file)));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE; // gone since it was listed
            }
          });
    }

    /** A file that is gone since it was listed is not needed: the log says so. */
    private static void copy(Path file, Path to) {
      try {
        Files.copy(file, to);
      } catch (NoSuchFileException _) {
        // dropped meanwhile
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
