package dev.whiteboard.chat.file;

import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.util.Optional;

/** Finds files for those who may have them. For others there are none. */
public final class StoredFiles {
  private final Shards<Database> databases;
  private final Memberships memberships;

  /** Files in these databases, each on its chat's shard, for members as these tell. */
  public StoredFiles(Shards<Database> databases, Memberships memberships) {
    this.databases = databases;
    this.memberships = memberships;
  }

  /** A file for its owner, as long as he is a member of its chat. */
  public Optional<StoredFile> own(FileId id, UserId user) {
    return find(id).filter(file -> file.owner().equals(user) && membership(file, user).isPresent());
  }

  /**
   * A whole file for who is a member of its chat now, and either its owner or one who sees a
   * message that it is attached to.
   */
  public Optional<StoredFile> readable(FileId id, UserId user) {
    return find(id)
        .filter(StoredFile::isWhole)
        .filter(file ->
            membership(file, user)
                .filter(member -> file.owner().equals(user) || isShown(file, member))
                .isPresent());
  }

  private Optional<StoredFile> find(FileId id) {
    return databases.of(id.value()).query(handle -> new FileRows(handle).find(id));
  }

  private Optional<Membership> membership(StoredFile file, UserId user) {
    return memberships.find(file.chat(), user).filter(Membership::isCurrent);
  }

  private boolean isShown(StoredFile file, Membership member) {
    return databases
        .of(file.chat().value())
        .query(handle -> new FileRows(handle).isShown(FileRows.Key.of(file), member.joinedSeq()));
  }
}
