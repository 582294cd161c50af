package dev.whiteboard.chat.push.channel;

import java.net.URI;

/** Where somebody wants to be told. It prints without what is secret. */
public sealed interface Target {
  /** Which way leads there. */
  Channel channel();

  /**
   * A browser, behind its maker's push service.
   *
   * @param endpoint at the push service; who knows it can push
   * @param keys what only the browser can read
   */
  record Browser(URI endpoint, BrowserKeys keys) implements Target {
    @Override
    public Channel channel() {
      return Channel.WEBPUSH;
    }

    @Override
    public String toString() {
      return "a browser at " + endpoint.getHost();
    }
  }

  /**
   * A web server of the user's.
   *
   * @param url where it takes requests
   * @param secret what they are signed with
   */
  record Hook(URI url, HookSecret secret) implements Target {
    @Override
    public Channel channel() {
      return Channel.WEBHOOK;
    }

    @Override
    public String toString() {
      return "a webhook at " + url.getHost();
    }
  }

  /**
   * A mailbox.
   *
   * @param address its address
   */
  record Mailbox(MailAddress address) implements Target {
    @Override
    public Channel channel() {
      return Channel.EMAIL;
    }

    @Override
    public String toString() {
      return "a mailbox";
    }
  }

  /** The log of this service. */
  record Log() implements Target {
    @Override
    public Channel channel() {
      return Channel.LOG;
    }
  }
}
