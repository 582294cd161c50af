package dev.whiteboard.chat.session;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.SeqRange;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.session.SessionMeters.Result;
import dev.whiteboard.chat.websocket.Socket;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client asks for that takes a while: a message's place, and messages that it lacks. A
 * bounded number at a time; all methods on the socket's event loop.
 */
final class Requests {
  /** Messages on their way to the log. */
  private static final int SENDS_MAX = 64;

  /** Parts of chats being read. */
  private static final int SYNCS_MAX = 4;

  private static final long RETRY_AFTER_MS = 200;

  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  private final Parts.OfNode node;
  private final Socket socket;
  private int sends;
  private int syncs;

  Requests(Parts.OfNode node, Socket socket) {
    this.node = node;
    this.socket = socket;
  }

  void send(Caller caller, ClientFrame.Send send) {
    if (sends >= SENDS_MAX) {
      refuse(
          Optional.of(send.mid()), Optional.empty(), "busy", "Too many messages are on their way.");
      return;
    }
    sends++;
    var draft =
        new Draft(
            send.chat(),
            caller.user(),
            caller.device(),
            send.mid(),
            send.kind(),
            send.ref(),
            send.content(),
            send.files());
    var _ =
        node.log()
            .append(draft)
            .whenComplete((appended, failure) -> later(() -> sent(draft, appended, failure)));
  }

  private void sent(Draft draft, @Nullable Appended appended, @Nullable Throwable failure) {
    sends--;
    switch (appended) {
      case Appended.Stored(var seq, var at, var duplicate) -> {
        node.meters().sent(duplicate ? Result.DUPLICATE : Result.STORED);
        answer(new ServerFrame.Sent(draft.mid(), draft.chat(), seq, at, duplicate));
      }
      case Appended.Refused(var reason) -> {
        node.meters().sent(Result.REFUSED);
        answer(failed(draft.mid(), reason));
      }
      case null -> {
        node.meters().sent(Result.UNAVAILABLE);
        unavailable(Optional.of(draft.mid()), Optional.empty(), failure);
      }
    }
  }

  private static ServerFrame failed(MessageId mid, Appended.Reason reason) {
    var detail =
        switch (reason) {
          case NOT_A_MEMBER -> "There is no such chat among yours.";
          case BAD_REF -> "There is no such message of yours.";
          case WRONG_CONTENT -> "An encrypted chat takes ciphertext alone, any other a body.";
          case BAD_FILE -> "A file is no whole upload of yours in this chat.";
        };
    return new ServerFrame.Failed(Optional.of(mid), reason.code(), detail, false, 0);
  }

  void sync(Caller caller, ClientFrame.Sync sync) {
    if (syncs >= SYNCS_MAX) {
      refuse(Optional.empty(), Optional.of(sync.chat()), "busy", "Too many chats are being read.");
      return;
    }
    syncs++;
    try {
      node.threads().execute(() -> read(caller, sync));
    } catch (RejectedExecutionException e) {
      syncs--;
      unavailable(Optional.empty(), Optional.of(sync.chat()), e);
    }
  }

  /** A part of a chat, as far as the caller may see it. */
  private record Part(List<Message> messages, long after, long head) {}

  private void read(Caller caller, ClientFrame.Sync sync) {
    try {
      var part =
          node.stores().memberships().find(sync.chat(), caller.user()).map(one -> part(one, sync));
      later(() -> {
        syncs--;
        part.ifPresentOrElse(one -> write(sync.chat(), one), () -> answer(notMember(sync.chat())));
      });
    } catch (RuntimeException e) {
      later(() -> {
        syncs--;
        unavailable(Optional.empty(), Optional.of(sync.chat()), e);
      });
    }
  }

  private Part part(Membership membership, ClientFrame.Sync sync) {
    var after = Math.max(sync.after(), membership.joinedSeq());
    var messages =
        node.log().read(sync.chat(), SeqRange.after(after, sync.limit())).stream()
            .filter(message -> membership.sees(message.seq()))
            .toList();
    var head = node.log().heads(List.of(sync.chat())).getOrDefault(sync.chat(), after);
    return new Part(messages, after, Math.min(head, membership.leftSeq()));
  }

  /** As much as the client takes; it asks again behind the last. */
  private void write(ChatId chat, Part part) {
    var upto = part.after;
    for (var message : part.messages) {
      if (!socket.isWritable() || !Frames.send(socket, new ServerFrame.Msg(message))) {
        break;
      }
      upto = message.seq();
    }
    answer(new ServerFrame.Synced(chat, part.after, upto, part.head));
  }

  private void unavailable(
      Optional<MessageId> mid, Optional<ChatId> chat, @Nullable Throwable failure) {
    if (!(failure instanceof StoreAwayException || failure instanceof RejectedExecutionException)) {
      log.atError().setCause(failure).log("a request of a socket failed");
    }
    refuse(mid, chat, "unavailable", "It could not be done in time. Send it again.");
  }

  private void refuse(Optional<MessageId> mid, Optional<ChatId> chat, String code, String detail) {
    answer(new ServerFrame.Failed(mid, chat, code, detail, true, RETRY_AFTER_MS));
  }

  private static ServerFrame notMember(ChatId chat) {
    return new ServerFrame.Failed(
        Optional.empty(),
        Optional.of(chat),
        "not-a-member",
        "There is no such chat among yours.",
        false,
        0);
  }

  private void answer(ServerFrame frame) {
    Frames.send(socket, frame);
  }

  private void later(Runnable task) {
    try {
      socket.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("the event loop ended before the request", e);
    }
  }
}
