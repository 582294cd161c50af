package dev.whiteboard.chat.file;

import dev.whiteboard.chat.file.FileRows.Locked;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.kit.shard.Buckets;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files in, piece by piece. Who may is asked before. */
public final class Uploads {
  /*
   * The row is the truth: received counts bytes that were on the disk before it was written. A node
   * that dies leaves more bytes than that, which the next writer cuts off.
   *
   * One writes at a time: whose id is in the row, until his lease ends. He renews it as bytes come.
   * A lease alone would not do: a node that stood still for longer wakes up and writes on. So who
   * takes over from one who never said that he was done writes to a copy of what counts, under a
   * new name; what the other one still writes, nobody reads.
   *
   *   claim ── clean ─────────────▸ the same content, cut to received
   *     └───── lease has ended ───▸ copy of [0, received) ─▸ content = copy
   *
   * A copy costs as much as the file is long, once a lease; pieces that follow each other cost none.
   */

  /** What an upload takes of the quota at least, in bytes: many files of nothing are many rows. */
  static final long CHARGE_BYTES_MIN = 16 * 1024;

  /** Longer than a client may be silent, and than it takes to write down how far it is. */
  static final Duration LEASE = Duration.ofSeconds(12);

  /** A copy that was begun is done by then, or never. */
  private static final Duration COPY_MAX = Duration.ofHours(1);

  /** What the disk keeps, in bytes: what is begun before it is full is to be ended, too. */
  private static final long FREE_BYTES_MIN = 1_000_000_000;

  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  private final Parts parts;
  private final FileSettings settings;

  /**
   * What uploads need.
   *
   * @param databases where the rows are, a file's on the shard of its chat
   * @param folder where the bytes go, of all shards
   * @param nanos how time passes
   */
  public record Parts(
      Shards<Database> databases,
      FileFolder folder,
      FileMeters meters,
      UuidV7 ids,
      InstantSource clock,
      LongSupplier nanos) {
    /** The one that has a chat's files. */
    Database database(ChatId chat) {
      return databases.of(chat.value());
    }
  }

  /** Uploads with these parts. */
  public Uploads(Parts parts, FileSettings settings) {
    this.parts = parts;
    this.settings = settings;
  }

  /** The longest file, in bytes. */
  public long bytesMax() {
    return settings.bytesMax();
  }

  /**
   * Whether the disk has room for a file of this length.
   *
   * @throws StoreAwayException where that can't be told
   */
  public boolean hasRoomFor(long length) {
    try {
      return parts.folder.freeBytes() - FREE_BYTES_MIN >= length;
    } catch (IOException e) {
      log.atError().setCause(e).log("it can't be told what room the disk has");
      throw new StoreAwayException("the folder of files can't be looked at");
    }
  }

  /**
   * Begins an upload.
   *
   * <p>The owner's quota holds over all shards: first the others say what his files there take,
   * then the statement that begins the upload leaves him no more than the rest. On one shard no two
   * begin past one another. Uploads that begin at once on two shards don't see each other, and may
   * overshoot the quota by what they charge.
   *
   * @param upload no longer than {@link #bytesMax}
   * @return empty where the owner has no room for it
   * @throws StoreAwayException where any shard is away: it can't be told what his files there take
   */
  public Optional<StoredFile> create(NewUpload upload) {
    var charge = Math.max(upload.length(), CHARGE_BYTES_MIN);
    var room = settings.quotaBytes() - bytesElsewhere(upload.owner(), upload.chat());
    if (charge > room) {
      return Optional.empty();
    }
    var row =
        new FileRows.NewRow(
            newId(upload.chat()),
            parts.ids.next(),
            parts.clock.instant().plus(settings.unusedMax()),
            charge,
            room);
    var created =
        parts.database(upload.chat()).query(handle -> new FileRows(handle).create(upload, row));
    return created.map(encrypted -> file(upload, row, encrypted));
  }

  /** In the chat's bucket, and so found on its shard by who knows the file alone. */
  private FileId newId(ChatId chat) {
    return new FileId(parts.ids.nextIn(Buckets.of(chat.value())));
  }

  /** What a user's files take on other shards than the chat's. */
  private long bytesElsewhere(UserId owner, ChatId chat) {
    var here = parts.database(chat);
    return parts
        .databases
        .<Long>askAll(there -> there == here ? 0L : bytesOn(there, owner))
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long bytesOn(Database database, UserId owner) {
    return database.query(handle -> new FileRows(handle).bytesOf(owner));
  }

  private static StoredFile file(NewUpload upload, FileRows.NewRow row, boolean encrypted) {
    return new StoredFile(
        row.id(),
        upload.chat(),
        upload.owner(),
        upload.name(),
        upload.metadata(),
        encrypted,
        upload.length(),
        0,
        row.content(),
        StoredFile.UNKNOWN_TYPE,
        row.checkAt());
  }

  /**
   * Writes bytes on behind those that are there. What came before the client hung up is kept,
   * unless it has a checksum to meet.
   *
   * @param offset where they begin
   * @param checksum what all of them must have together
   * @throws RuntimeException as {@code body} throws
   * @throws StoreAwayException where they can't be kept now
   */
  public Uploaded append(
      StoredFile file, long offset, Optional<Checksum> checksum, BodyChunks body) {
    var uploaded =
        switch (claim(file, offset)) {
          case Claim.Refused(var refusal) -> refusal;
          case Claim.Whole whole -> nothingMore(whole, body);
          case Claim.Granted granted -> write(file, granted, checksum, body);
        };
    parts.meters.uploaded(uploaded);
    return uploaded;
  }

  /** Whether one may write. */
  private sealed interface Claim {
    record Refused(Uploaded why) implements Claim {}

    /** There is nothing left to write. */
    record Whole(long received, Instant checkAt) implements Claim {}

    /**
     * One may.
     *
     * @param isAbandoned whether the last one to write may not know that he is not the one any more
     */
    record Granted(UUID writer, Locked upload, boolean isAbandoned) implements Claim {}
  }

  private Claim claim(StoredFile file, long offset) {
    var writer = parts.ids.next();
    return parts
        .database(file.chat())
        .transaction(handle -> {
          var rows = new FileRows(handle);
          var locked = rows.lock(FileRows.Key.of(file));
          if (locked.isEmpty()) {
            return new Claim.Refused(new Uploaded.Gone());
          }
          var claim = decide(locked.get(), offset, writer);
          if (claim instanceof Claim.Granted) {
            rows.claim(FileRows.Key.of(file), writer, LEASE);
          }
          return claim;
        });
  }

  private Claim decide(Locked upload, long offset, UUID writer) {
    var isWhole = upload.received() == upload.length();
    if (!isWhole && !parts.clock.instant().isBefore(upload.checkAt())) {
      return new Claim.Refused(new Uploaded.Expired());
    }
    if (upload.isBusy()) {
      return new Claim.Refused(new Uploaded.Busy());
    }
    if (offset != upload.received()) {
      return new Claim.Refused(new Uploaded.WrongOffset(upload.received()));
    }
    return isWhole
        ? new Claim.Whole(upload.received(), upload.checkAt())
        : new Claim.Granted(writer, upload, upload.hasWriter());
  }

  private static Uploaded nothingMore(Claim.Whole whole, BodyChunks body) {
    return body.next().isPresent()
        ? new Uploaded.TooLong()
        : new Uploaded.Kept(whole.received, whole.checkAt);
  }

  private Uploaded write(
      StoredFile file, Claim.Granted granted, Optional<Checksum> checksum, BodyChunks body) {
    try {
      var content =
          granted.isAbandoned ? takeOver(file, granted) : Optional.of(granted.upload.content());
      if (content.isEmpty()) {
        return new Uploaded.Gone();
      }
      var turn = new Writing.Turn(granted.writer, content.get(), granted.upload);
      return write(file, turn, checksum, body);
    } catch (NoSuchFileException e) {
      log.atWarn().setCause(e).log("an upload was taken away while it was written");
      return new Uploaded.Gone();
    } catch (IOException e) {
      log.atError().setCause(e).log("an upload can't be written");
      throw new StoreAwayException("the folder of files can't be written to");
    }
  }

  private Uploaded write(
      StoredFile file, Writing.Turn turn, Optional<Checksum> checksum, BodyChunks body)
      throws IOException {
    try (var writing = new Writing(parts, file, turn, checksum, settings.unusedMax())) {
      return writing.run(body);
    } catch (IOException | RuntimeException e) {
      release(file, turn.writer(), e);
      throw e;
    }
  }

  /**
   * So that the next one goes on at once, in the same content, and need not wait and copy: nothing
   * is written any more. What was not on the disk before the failure does not count; after one, it
   * can't be told whether the disk has it.
   */
  private void release(StoredFile file, UUID writer, Exception failure) {
    try {
      parts
          .database(file.chat())
          .query(handle -> {
            new FileRows(handle).release(FileRows.Key.of(file), writer);
            return writer;
          });
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Copies what counts to a new name; empty where the upload was lost meanwhile. */
  private Optional<UUID> takeOver(StoredFile file, Claim.Granted granted) throws IOException {
    var copy = parts.ids.next();
    var now = parts.clock.instant();
    var database = parts.database(file.chat());
    database.query(handle -> {
      new FileRows(handle).announceRemoval(copy, now.plus(COPY_MAX));
      return copy;
    });
    copy(granted.upload, copy);
    var isOurs =
        database.transaction(handle -> {
          var rows = new FileRows(handle);
          if (!rows.switchContent(FileRows.Key.of(file), granted.writer, copy)) {
            return false;
          }
          rows.cancelRemoval(copy);
          rows.announceRemoval(granted.upload.content(), now);
          return true;
        });
    return isOurs ? Optional.of(copy) : Optional.empty();
  }

  /** A part of a copy is of no use, and in the way of others on a disk that is full. */
  private void copy(Locked upload, UUID copy) throws IOException {
    try {
      parts.folder.copy(upload.content(), copy, upload.received());
    } catch (IOException e) {
      try {
        parts.folder.remove(copy);
      } catch (IOException kept) {
        e.addSuppressed(kept);
      }
      throw e;
    }
  }

  /** What came of a request to end a file. */
  public enum Ended {
    /** It is gone. */
    GONE,
    /** A message has it. */
    ATTACHED
  }

  /** Forgets a file that no message has. */
  public Ended end(StoredFile file) {
    var key = FileRows.Key.of(file);
    return parts
        .database(file.chat())
        .transaction(handle -> {
          var rows = new FileRows(handle);
          if (rows.lock(key).isPresent() && rows.isShown(key, 0)) {
            return Ended.ATTACHED;
          }
          rows.delete(key, parts.clock.instant());
          return Ended.GONE;
        });
  }
}
