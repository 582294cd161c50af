package dev.whiteboard.chat.protocol;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.SeqRange;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Frames of clients, to JSON and strictly back: a field that there is not is an error too. */
public final class ClientFrames {
  private static final int ID_CHARS = 36;
  private static final String NO_ID = "must be a UUID in lower case";

  /** Where a field is bad the frame is not used: any id does. */
  private static final UUID NONE = new UUID(0, 0);

  private static final Set<String> ALL_FIELDS =
      Set.of(
          "t",
          "token",
          "device",
          "cursors",
          "mid",
          "chat",
          "kind",
          "ref",
          "body",
          "ciphertext",
          "files",
          "upto",
          "after",
          "limit",
          "users");

  private static final IntRange SYNC_LIMIT = new IntRange(1, SeqRange.LIMIT_MAX);

  private ClientFrames() {}

  /**
   * Reads one.
   *
   * @throws BadFrameException naming each bad field
   */
  public static ClientFrame parse(Buffer json) throws BadFrameException {
    Optional<MessageId> mid = Optional.empty();
    try {
      var fields = JsonFields.of(json, ALL_FIELDS);
      mid = peekMid(fields);
      var frame = read(fields);
      fields.check();
      return frame;
    } catch (ProblemException e) {
      throw new BadFrameException(mid, inWords(e));
    }
  }

  private static ClientFrame read(JsonFields fields) {
    return switch (fields.text("t", 16)) {
      case "hello" -> hello(fields);
      case "send" -> send(fields);
      case "ack" -> new ClientFrame.Ack(chat(fields), fields.count("upto"));
      case "read" -> new ClientFrame.Read(chat(fields), fields.count("upto"));
      case "sync" -> sync(fields);
      case "typing" -> new ClientFrame.Typing(chat(fields));
      case "presence" -> new ClientFrame.Presence(users(fields));
      case "ping" -> new ClientFrame.Ping();
      case "" -> new ClientFrame.Ping(); // t is rejected already
      default -> {
        fields.reject("t", "is no frame of a client");
        yield new ClientFrame.Ping();
      }
    };
  }

  private static ClientFrame hello(JsonFields fields) {
    var token = fields.optionalText("token", FrameBounds.TOKEN_CHARS_MAX);
    var device = fields.optionalText("device", ID_CHARS).map(text -> device(fields, text));
    var cursors = new HashMap<ChatId, Long>();
    fields
        .counts("cursors", FrameBounds.CURSORS_MAX)
        .forEach((chat, seq) ->
            ChatId.parse(chat)
                .ifPresentOrElse(
                    id -> cursors.put(id, seq), () -> fields.reject("cursors", NO_ID)));
    return new ClientFrame.Hello(token, device, cursors);
  }

  private static DeviceId device(JsonFields fields, String text) {
    return id(fields, "device", text, DeviceId::parse, DeviceId::new);
  }

  private static ClientFrame send(JsonFields fields) {
    var mid = id(fields, "mid", MessageId::parse, MessageId::new);
    var kind = kind(fields);
    var ref = fields.optionalCount("ref").orElse(0L);
    if (ref == 0 && kind != Kind.TEXT) {
      fields.reject("ref", "is missing");
    }
    return new ClientFrame.Send(
        mid, chat(fields), kind, ref, content(fields, kind), files(fields, kind));
  }

  private static Kind kind(JsonFields fields) {
    var kind = Kind.named(fields.text("kind", 16)).filter(Kind::isSentByClients);
    if (kind.isEmpty()) {
      fields.reject("kind", "must be text, edit or delete");
    }
    return kind.orElse(Kind.TEXT);
  }

  private static Content content(JsonFields fields, Kind kind) {
    var body = fields.optionalText("body", FrameBounds.BODY_CHARS_MAX);
    var ciphertext = fields.optionalText("ciphertext", FrameBounds.CIPHERTEXT_CHARS_MAX);
    if (kind == Kind.DELETE) {
      if (body.isPresent() || ciphertext.isPresent()) {
        fields.reject("body", "must be missing in a deletion");
      }
      return new Content.Nothing();
    }
    if (body.isPresent() == ciphertext.isPresent() && !fields.hasErrors()) {
      fields.reject("body", "must be there, or ciphertext, and not both");
    }
    return ciphertext.map(text -> ciphertext(fields, text)).orElseGet(() -> words(body));
  }

  private static Content words(Optional<String> body) {
    return new Content.Words(body.orElse(""));
  }

  private static Content ciphertext(JsonFields fields, String base64) {
    var ciphertext = Ciphertext.parse(base64);
    if (ciphertext.isEmpty()) {
      fields.reject("ciphertext", "must be base64 with padding");
      return new Content.Nothing();
    }
    return new Content.Sealed(ciphertext.get());
  }

  private static List<FileId> files(JsonFields fields, Kind kind) {
    var files =
        fields.texts("files", FrameBounds.FILES_MAX, ID_CHARS).stream()
            .map(text -> id(fields, "files", text, FileId::parse, FileId::new))
            .toList();
    if (kind != Kind.TEXT && !files.isEmpty()) {
      fields.reject("files", "can be attached to a text only");
    }
    return files;
  }

  private static ClientFrame sync(JsonFields fields) {
    var limit = fields.optionalInteger("limit", SYNC_LIMIT).orElse(SeqRange.LIMIT_MAX);
    return new ClientFrame.Sync(chat(fields), fields.count("after"), limit);
  }

  private static List<UserId> users(JsonFields fields) {
    return fields.texts("users", FrameBounds.WATCHED_MAX, ID_CHARS).stream()
        .map(text -> id(fields, "users", text, UserId::parse, UserId::new))
        .toList();
  }

  private static ChatId chat(JsonFields fields) {
    return id(fields, "chat", ChatId::parse, ChatId::new);
  }

  private static <T> T id(
      JsonFields fields, String field, Function<String, Optional<T>> parse, Function<UUID, T> of) {
    var text = fields.text(field, ID_CHARS);
    return text.isEmpty() ? of.apply(NONE) : id(fields, field, text, parse, of);
  }

  private static <T> T id(
      JsonFields fields,
      String field,
      String text,
      Function<String, Optional<T>> parse,
      Function<UUID, T> of) {
    var id = parse.apply(text);
    if (id.isEmpty()) {
      fields.reject(field, NO_ID);
    }
    return id.orElseGet(() -> of.apply(NONE));
  }

  /** Read ahead, so that an error can say which message it is about. */
  private static Optional<MessageId> peekMid(JsonFields fields) {
    return fields.has("mid")
        ? fields.optionalText("mid", ID_CHARS).flatMap(MessageId::parse)
        : Optional.empty();
  }

  private static String inWords(ProblemException e) {
    var problem = e.problem();
    return problem.errors().isEmpty()
        ? String.valueOf(problem.detail())
        : problem.errors().stream()
            .map(ClientFrames::inWords)
            .distinct()
            .collect(Collectors.joining("; "));
  }

  private static String inWords(FieldError error) {
    return error.field() + " " + error.detail();
  }

  /** As JSON. */
  public static JsonObject json(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.Hello hello -> json(hello);
      case ClientFrame.Send send -> json(send);
      case ClientFrame.Ack(var chat, var upto) -> json("ack", chat).put("upto", upto);
      case ClientFrame.Read(var chat, var upto) -> json("read", chat).put("upto", upto);
      case ClientFrame.Sync(var chat, var after, var limit) ->
          json("sync", chat).put("after", after).put("limit", limit);
      case ClientFrame.Typing(var chat) -> json("typing", chat);
      case ClientFrame.Presence(var users) ->
          new JsonObject().put("t", "presence").put("users", texts(users));
      case ClientFrame.Ping _ -> new JsonObject().put("t", "ping");
    };
  }

  private static JsonObject json(ClientFrame.Hello hello) {
    var json = new JsonObject().put("t", "hello");
    hello.token().ifPresent(token -> json.put("token", token));
    hello.device().ifPresent(device -> json.put("device", device.toString()));
    if (!hello.cursors().isEmpty()) {
      json.put("cursors", counts(hello.cursors()));
    }
    return json;
  }

  private static JsonObject json(ClientFrame.Send send) {
    var json = json("send", send.chat());
    json.put("mid", send.mid().toString()).put("kind", send.kind().wireName());
    if (send.ref() > 0) {
      json.put("ref", send.ref());
    }
    MessageJson.put(json, send.content());
    if (!send.files().isEmpty()) {
      json.put("files", texts(send.files()));
    }
    return json;
  }

  private static JsonObject json(String t, ChatId chat) {
    return new JsonObject().put("t", t).put("chat", chat.toString());
  }

  static JsonObject counts(Map<ChatId, Long> counts) {
    var json = new JsonObject();
    counts.forEach((chat, seq) -> json.put(chat.toString(), seq));
    return json;
  }

  static JsonArray texts(List<?> ids) {
    return new JsonArray(ids.stream().map(Object::toString).toList());
  }
}
