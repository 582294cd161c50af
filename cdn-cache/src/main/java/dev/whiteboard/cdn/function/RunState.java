package dev.whiteboard.cdn.function;

import dev.whiteboard.cdn.function.EdgeFunctions.Outcome;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one run sees and changes. It changes copies: a run that fails has done nothing. */
final class RunState {
  /** The most field lines of a message after a run. */
  private static final int FIELDS_MAX = 128;

  private final Hook hook;
  private final Predicate<String> reserved;
  private final RequestHead request;
  private String target;
  private Fields requestFields;
  private Fields responseFields;
  private int status;
  private byte @Nullable [] answer;

  private RunState(Hook hook, RequestHead request, ResponseHead response, Predicate<String> own) {
    this.hook = hook;
    this.request = request;
    this.target = request.target();
    this.requestFields = request.fields();
    this.responseFields = response.fields();
    this.status = response.status();
    this.reserved = own;
  }

  /**
   * Before a request hook.
   *
   * @param reserved names of fields that are the network's own: hidden, and not to be set
   */
  static RunState of(RequestHead request, Predicate<String> reserved) {
    return new RunState(Hook.REQUEST, request, new ResponseHead(0, Fields.NONE), reserved);
  }

  /** Before a response hook. */
  static RunState of(RequestHead request, ResponseHead response, Predicate<String> reserved) {
    return new RunState(Hook.RESPONSE, request, response, reserved);
  }

  /** As it came, but for what was set. */
  RequestHead request() {
    return new RequestHead(
        request.method(), request.scheme(), request.authority(), target, requestFields);
  }

  ResponseHead response() {
    return new ResponseHead(status, responseFields);
  }

  Outcome outcome() {
    return answer == null
        ? new Outcome.GoOn(request())
        : new Outcome.Answer(response(), ByteBuffer.wrap(answer).asReadOnlyBuffer());
  }

  /** 0 while there is no response. */
  int status() {
    return status;
  }

  String target() {
    return target;
  }

  @Nullable String requestField(String name) {
    return reserved.test(name) ? null : requestFields.combined(name);
  }

  @Nullable String responseField(String name) {
    return reserved.test(name) ? null : responseFields.combined(name);
  }

  void setTarget(String value) {
    require(Hook.REQUEST);
    require(Words.isTarget(value), "a target is a path, maybe with a query, of visible ASCII");
    target = value;
  }

  void setRequestField(String name, @Nullable String value) {
    require(Hook.REQUEST);
    requestFields = changed(requestFields, name, value);
  }

  /** In a request hook these are the answer's, if there will be one. */
  void setResponseField(String name, @Nullable String value) {
    responseFields = changed(responseFields, name, value);
  }

  void setStatus(int value) {
    require(Hook.RESPONSE);
    status = requireStatus(value);
  }

  void answer(int value, byte[] body) {
    require(Hook.REQUEST);
    status = requireStatus(value);
    answer = body;
  }

  private Fields changed(Fields fields, String name, @Nullable String value) {
    require(Words.isSettable(name) && !reserved.test(name), "a field's name is none, or reserved");
    if (value == null) {
      return fields.toBuilder().remove(name).build();
    }
    require(Words.isFieldValue(value), "a field's value has control characters, or blanks around");
    var result = fields.with(name, value);
    require(result.size() <= FIELDS_MAX || result.size() <= fields.size(), "too many fields");
    return result;
  }

  private void require(Hook wanted) {
    require(hook == wanted, "this call is for the other hook");
  }

  private static int requireStatus(int status) {
    require(status >= 200 && status <= 599, "a status is from 200 to 599");
    return status;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new HostCallException(message);
    }
  }
}
