package dev.whiteboard.chat.http;

import dev.whiteboard.chat.file.FileFolder;
import dev.whiteboard.chat.file.ServedType;
import dev.whiteboard.chat.file.StoredFile;
import dev.whiteboard.chat.file.StoredFiles;
import dev.whiteboard.chat.file.Thumbnails;
import dev.whiteboard.chat.http.ByteRange.Asked;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.VirtualThreads;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code GET /api/v1/files/:id}: files for the members of their chats, such that nothing in them
 * runs, whatever they are.
 */
public final class FileDownloads {
  /**
   * No script, no form, nothing loaded, an origin of its own: also for what is opened as a page.
   */
  private static final String POLICY = "sandbox; default-src 'none'";

  /** The first byte of a PNG; that of a JPEG is another. */
  private static final byte PNG = (byte) 0x89;

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param files finds what he may see
   * @param folder where the bytes are
   * @param uploads answers those who speak tus
   * @param threads where requests are looked at; bytes are sent by the event loop
   */
  public record Parts(
      Callers callers,
      StoredFiles files,
      FileFolder folder,
      Thumbnails thumbnails,
      FilesApi uploads,
      VirtualThreads threads) {}

  /** What a request is answered with. */
  private sealed interface Answer {
    record Brief(Reply reply) implements Answer {}

    /** A part of a file. */
    record Bytes(int status, Map<String, String> headers, Path path, ByteRange range)
        implements Answer {}
  }

  /** Routes over these parts. */
  public FileDownloads(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.bind(HttpMethod.GET, FilesApi.FILE_PATH).handler(this::read);
    routes.route(HttpMethod.GET, FilesApi.FILE_PATH + "/thumbnail", 0, this::thumbnail);
  }

  private void read(RoutingContext request) {
    if (FilesApi.isTusHead(request)) {
      FilesApi.sayVersion(request);
    }
    parts
        .threads
        .call(request.vertx(), () -> answer(request))
        .onSuccess(answer -> write(request, answer))
        .onFailure(request::fail);
  }

  private Answer answer(RoutingContext request) {
    if (FilesApi.isTusHead(request)) {
      return new Answer.Brief(parts.uploads.progress(request));
    }
    var file = readable(request);
    var headers = headers(file);
    if (isKnown(request, headers)) {
      return new Answer.Brief(new Reply(304, headers, Buffer.buffer()));
    }
    return switch (asked(request, file, headers)) {
      case Asked.Unsatisfiable _ -> new Answer.Brief(unsatisfiable(request, file));
      case Asked.All _ -> bytes(200, headers, file, new ByteRange(0, file.length()));
      case Asked.Part(var range) -> {
        headers.put("Content-Range", range.contentRange(file.length()));
        yield bytes(206, headers, file, range);
      }
    };
  }

  private Answer bytes(int status, Map<String, String> headers, StoredFile file, ByteRange range) {
    var path = parts.folder.path(file.content());
    if (range.length() > 0 && !Files.exists(path)) {
      throw FileProblems.NO_FILE.asException(); // collected in this moment
    }
    return new Answer.Bytes(status, headers, path, range);
  }

  private StoredFile readable(RoutingContext request) {
    var caller = parts.callers.require(request);
    return FileId.parse(Requests.pathParam(request, "id"))
        .flatMap(id -> parts.files.readable(id, caller.user()))
        .orElseThrow(FileProblems.NO_FILE::asException);
  }

  private static Map<String, String> headers(StoredFile file) {
    var type = ServedType.of(file.type());
    var headers = new HashMap<>(common(type.mediaType()));
    headers.put("Content-Disposition", ContentDisposition.of(type.isInline(), file.name().text()));
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", "\"" + file.content() + "\"");
    return headers;
  }

  /** A cache keeps it for its own user, and asks each time whether he may still have it. */
  private static Map<String, String> common(String type) {
    return Map.of(
        "Content-Type", type,
        "Content-Security-Policy", POLICY,
        "X-Content-Type-Options", "nosniff",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Cache-Control", "private, no-cache",
        "Vary", "Authorization");
  }

  private static boolean isKnown(RoutingContext request, Map<String, String> headers) {
    var known = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known == null) {
      return false;
    }
    for (var part : known.split(",", -1)) {
      var tag = part.strip();
      var bare = tag.startsWith("W/") ? tag.substring(2) : tag;
      if (bare.equals("*") || bare.equals(headers.get("ETag"))) {
        return true;
      }
    }
    return false;
  }

  /** A part of what the client has the rest of: only where it has it of this very file. */
  private static Asked asked(RoutingContext request, StoredFile file, Map<String, String> headers) {
    var range = request.request().getHeader("Range");
    var ifRange = request.request().getHeader("If-Range");
    if (range == null || isHead(request)) {
      return new Asked.All();
    }
    return ifRange == null || ifRange.strip().equals(headers.get("ETag"))
        ? ByteRange.parse(range, file.length())
        : new Asked.All();
  }

  private static Reply unsatisfiable(RoutingContext request, StoredFile file) {
    return FileProblems.RANGE
        .toReply(request.request())
        .with("Content-Range", "bytes */" + file.length());
  }

  private static void write(RoutingContext request, Answer answer) {
    switch (answer) {
      case Answer.Brief(var reply) -> ServiceRoutes.write(request, reply);
      case Answer.Bytes bytes -> write(request, bytes);
    }
  }

  private static void write(RoutingContext request, Answer.Bytes bytes) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(bytes.status);
    bytes.headers.forEach(response::putHeader);
    if (isHead(request) || bytes.range.length() == 0) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes.range.length())).end();
      return;
    }
    response
        .sendFile(bytes.path.toString(), bytes.range.from(), bytes.range.length())
        .onFailure(_ -> response.reset());
  }

  private static boolean isHead(RoutingContext request) {
    return request.request().method().equals(HttpMethod.HEAD);
  }

  private Reply thumbnail(RoutingContext request) throws IOException {
    var file = readable(request);
    if (!file.hasThumbnail()) {
      throw FileProblems.NO_THUMBNAIL.asException();
    }
    var small = parts.thumbnails.of(file).orElseThrow(FileProblems.NO_THUMBNAIL::asException);
    var headers = new HashMap<>(common(small[0] == PNG ? "image/png" : "image/jpeg"));
    headers.put("Content-Disposition", "inline");
    headers.put("ETag", "\"" + file.content() + "-thumbnail\"");
    return isKnown(request, headers)
        ? new Reply(304, headers, Buffer.buffer())
        : new Reply(200, headers, Buffer.buffer(small));
  }
}
