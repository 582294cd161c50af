package dev.whiteboard.chat.http;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.file.BodyChunks;
import dev.whiteboard.chat.file.Checksum;
import dev.whiteboard.chat.file.FileName;
import dev.whiteboard.chat.file.NewUpload;
import dev.whiteboard.chat.file.StoredFile;
import dev.whiteboard.chat.file.StoredFiles;
import dev.whiteboard.chat.file.Uploaded;
import dev.whiteboard.chat.file.Uploads;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.kit.http.BodyBytes;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /api/v1/files}: uploads that can be resumed, as tus 1.0 has them, with its extensions
 * creation, creation-with-upload, checksum, expiration and termination.
 *
 * <p>An upload belongs to the chat that its metadata names. It is its owner's alone until a message
 * has it; {@link FileDownloads} serves it then.
 */
public final class FilesApi {
  static final String PATH = "/api/v1/files";
  static final String FILE_PATH = PATH + "/:id";

  private static final String VERSION = "1.0.0";
  private static final String EXTENSIONS =
      "creation,creation-with-upload,checksum,expiration,termination";
  private static final String MEDIA_TYPE = "application/offset+octet-stream";
  private static final String RESUMABLE = "Tus-Resumable";
  private static final String MAX_SIZE = "Tus-Max-Size";
  private static final String OFFSET = "Upload-Offset";
  private static final String LENGTH = "Upload-Length";
  private static final String METADATA = "Upload-Metadata";
  private static final String EXPIRES = "Upload-Expires";
  private static final String CHECKSUM = "Upload-Checksum";

  /** Uploads of a user; browsers have six connections to a host. */
  private static final int AT_ONCE_MAX = 8;

  /** RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Parts parts;
  private final UserTurns turns = new UserTurns(AT_ONCE_MAX, FileProblems.TOO_MANY);

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param memberships who is in which chat
   * @param uploads takes bytes in
   * @param files finds them again
   */
  public record Parts(
      Callers callers,
      Memberships memberships,
      Uploads uploads,
      StoredFiles files,
      InstantSource clock) {}

  /** Routes over these parts. */
  public FilesApi(Parts parts) {
    this.parts = parts;
  }

  /**
   * Binds the routes. {@link FileDownloads} has those that read, and {@code HEAD} of both kinds.
   */
  public void mountOn(ServiceRoutes routes) {
    tell(routes, PATH, "POST, OPTIONS");
    tell(routes, FILE_PATH, "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    named(routes, HttpMethod.POST, PATH);
    routes.upload(HttpMethod.POST, PATH, this::create);
    named(routes, HttpMethod.PATCH, FILE_PATH);
    routes.upload(HttpMethod.PATCH, FILE_PATH, this::append);
    named(routes, HttpMethod.POST, FILE_PATH);
    routes.upload(HttpMethod.POST, FILE_PATH, this::overridden);
    named(routes, HttpMethod.DELETE, FILE_PATH);
    routes.route(HttpMethod.DELETE, FILE_PATH, 0, this::end);
  }

  /** What is spoken here, for who asks before. */
  private void tell(ServiceRoutes routes, String path, String methods) {
    var reply =
        Reply.empty(204)
            .with("Allow", methods)
            .with(RESUMABLE, VERSION)
            .with("Tus-Version", VERSION)
            .with("Tus-Extension", EXTENSIONS)
            .with(MAX_SIZE, Long.toString(parts.uploads.bytesMax()))
            .with("Tus-Checksum-Algorithm", String.join(",", Checksum.ALGORITHMS));
    routes.bind(HttpMethod.OPTIONS, path).handler(request -> ServiceRoutes.write(request, reply));
  }

  /** Every answer says the version, also one that tells of a problem. */
  private static void named(ServiceRoutes routes, HttpMethod method, String path) {
    routes
        .bind(method, path)
        .handler(request -> {
          sayVersion(request);
          request.next();
        });
  }

  static void sayVersion(RoutingContext request) {
    request.response().putHeader(RESUMABLE, VERSION);
  }

  private Reply create(RoutingContext request, BodyBytes body) {
    requireVersion(request);
    var caller = parts.callers.require(request);
    var length = newLength(request);
    var metadata = metadata(request);
    var chat = chat(metadata, caller);
    var hasBody = hasBody(request.request());
    if (hasBody) {
      requireMediaType(request);
    }
    var checksum = checksum(request);
    var name = FileName.of(metadata.value("filename"));
    var upload = new NewUpload(chat, caller.user(), name, metadata.header(), length);
    return hasBody
        ? turns.take(caller.user(), () -> createFilled(upload, checksum, chunks(body)))
        : created(begin(upload));
  }

  private StoredFile begin(NewUpload upload) {
    if (!parts.uploads.hasRoomFor(upload.length())) {
      throw FileProblems.DISK.asException();
    }
    return parts.uploads.create(upload).orElseThrow(FileProblems.QUOTA::asException);
  }

  /** With its first bytes. Where these are not kept, nobody is told where it is: it is no more. */
  private Reply createFilled(NewUpload upload, Optional<Checksum> checksum, BodyChunks body) {
    var file = begin(upload);
    try {
      var kept = kept(parts.uploads.append(file, 0, checksum, body));
      return withProgress(created(file), file.length(), kept);
    } catch (RuntimeException e) {
      endAfter(e, file);
      throw e;
    }
  }

  private void endAfter(RuntimeException failure, StoredFile file) {
    try {
      var _ = parts.uploads.end(file);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static Reply created(StoredFile file) {
    return Reply.empty(201)
        .with("Location", PATH + "/" + file.id())
        .with("Cache-Control", "no-store")
        .with(OFFSET, "0")
        .with(EXPIRES, date(file.checkAt()));
  }

  private long newLength(RoutingContext request) {
    if (request.request().getHeader("Upload-Defer-Length") != null) {
      throw FileProblems.header(LENGTH, "must be there: it can't be told later.").asException();
    }
    var length = number(request, LENGTH);
    if (length > parts.uploads.bytesMax()) {
      request.response().putHeader(MAX_SIZE, Long.toString(parts.uploads.bytesMax()));
      throw FileProblems.TOO_LARGE.asException();
    }
    return length;
  }

  private static TusMetadata metadata(RoutingContext request) {
    var given = request.request().getHeader(METADATA);
    return TusMetadata.parse(given == null ? "" : given)
        .orElseThrow(() ->
            FileProblems.header(METADATA, "must be keys, each once, with texts in base64.")
                .asException());
  }

  private ChatId chat(TusMetadata metadata, Caller caller) {
    var named =
        metadata
            .value("chat")
            .orElseThrow(() -> FileProblems.header(METADATA, "must name the chat.").asException());
    return ChatId.parse(named)
        .filter(chat ->
            parts.memberships.find(chat, caller.user()).filter(Membership::isCurrent).isPresent())
        .orElseThrow(Refusals.NO_CHAT::asException);
  }

  private Reply append(RoutingContext request, BodyBytes body) {
    requireVersion(request);
    var caller = parts.callers.require(request);
    requireMediaType(request);
    var offset = number(request, OFFSET);
    var checksum = checksum(request);
    var file = own(request, caller);
    return turns.take(
        caller.user(),
        () -> {
          var kept = kept(parts.uploads.append(file, offset, checksum, chunks(body)));
          return withProgress(Reply.empty(204), file.length(), kept);
        });
  }

  private static Uploaded.Kept kept(Uploaded outcome) {
    if (outcome instanceof Uploaded.Kept kept) {
      return kept;
    }
    throw FileProblems.of(outcome).asException();
  }

  private static Reply withProgress(Reply reply, long length, Uploaded.Kept kept) {
    var told = reply.with("Cache-Control", "no-store").with(OFFSET, Long.toString(kept.received()));
    return kept.received() < length ? told.with(EXPIRES, date(kept.checkAt())) : told;
  }

  /** For clients whose surroundings know no other method. */
  private Reply overridden(RoutingContext request, BodyBytes body) {
    var method = request.request().getHeader("X-HTTP-Method-Override");
    return switch (method) {
      case "PATCH" -> append(request, body);
      case "DELETE" -> end(request);
      case null, default -> throw FileProblems.METHOD.asException();
    };
  }

  private Reply end(RoutingContext request) {
    requireVersion(request);
    var file = own(request, parts.callers.require(request));
    return switch (parts.uploads.end(file)) {
      case GONE -> Reply.empty(204);
      case ATTACHED -> throw FileProblems.ATTACHED.asException();
    };
  }

  /** Where an upload is: the answer to {@code HEAD} of who speaks tus. */
  Reply progress(RoutingContext request) {
    requireVersion(request);
    var file = own(request, parts.callers.require(request));
    if (!file.isWhole() && !parts.clock.instant().isBefore(file.checkAt())) {
      throw FileProblems.of(new Uploaded.Expired()).asException();
    }
    var headers = new HashMap<>(Map.of("Cache-Control", "no-store"));
    headers.put(OFFSET, Long.toString(file.received()));
    headers.put(LENGTH, Long.toString(file.length()));
    if (!file.metadata().isEmpty()) {
      headers.put(METADATA, file.metadata());
    }
    if (!file.isWhole()) {
      headers.put(EXPIRES, date(file.checkAt()));
    }
    return new Reply(200, headers, Buffer.buffer());
  }

  /**
   * Whether a request is one for {@link #progress}: a plain {@code HEAD} is one for what {@code
   * GET} serves.
   */
  static boolean isTusHead(RoutingContext request) {
    return request.request().method().equals(HttpMethod.HEAD)
        && request.request().getHeader(RESUMABLE) != null;
  }

  private StoredFile own(RoutingContext request, Caller caller) {
    return FileId.parse(Requests.pathParam(request, "id"))
        .flatMap(id -> parts.files.own(id, caller.user()))
        .orElseThrow(FileProblems.NO_FILE::asException);
  }

  private static void requireVersion(RoutingContext request) {
    if (!VERSION.equals(request.request().getHeader(RESUMABLE))) {
      request.response().putHeader("Tus-Version", VERSION);
      throw FileProblems.VERSION.asException();
    }
  }

  private static void requireMediaType(RoutingContext request) {
    var given = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (given == null || !given.split(";", 2)[0].strip().equalsIgnoreCase(MEDIA_TYPE)) {
      throw FileProblems.MEDIA_TYPE.asException();
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        || (length != null && !length.equals("0"));
  }

  private static Optional<Checksum> checksum(RoutingContext request) {
    var given = request.request().getHeader(CHECKSUM);
    if (given == null) {
      return Optional.empty();
    }
    var checksum = Checksum.parse(given);
    if (checksum.isEmpty()) {
      throw badChecksum();
    }
    return checksum;
  }

  private static ProblemException badChecksum() {
    var algorithms = String.join(" or ", Checksum.ALGORITHMS);
    return FileProblems.header(CHECKSUM, "must be " + algorithms + " and a value in base64.")
        .asException();
  }

  private static long number(RoutingContext request, String header) {
    var given = request.request().getHeader(header);
    if (given == null || !given.matches("[0-9]{1,18}")) {
      throw FileProblems.header(header, "must be a whole number.").asException();
    }
    return Long.parseLong(given);
  }

  private static BodyChunks chunks(BodyBytes body) {
    return () -> body.take().map(bytes -> ByteBuffer.wrap(bytes.getBytes()));
  }

  private static String date(Instant at) {
    return HTTP_DATE.format(at);
  }
}
