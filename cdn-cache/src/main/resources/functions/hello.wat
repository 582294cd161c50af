;; Answers /hello at the edge, and sends whoever asks for /old... to the same path below /new.
;; Everything else goes on.
(module
  (import "edge" "target" (func $target (param i32 i32) (result i32)))
  (import "edge" "set_response_header"
    (func $set_response_header (param i32 i32 i32 i32)))
  (import "edge" "answer" (func $answer (param i32 i32 i32)))

  (memory (export "memory") 1)

  (data (i32.const 0) "/hello")                       ;; 6 bytes
  (data (i32.const 16) "/old")                        ;; 4
  (data (i32.const 32) "content-type")                ;; 12
  (data (i32.const 48) "text/plain; charset=utf-8")   ;; 25
  (data (i32.const 80) "cache-control")               ;; 13
  (data (i32.const 96) "no-store")                    ;; 8
  (data (i32.const 112) "location")                   ;; 8
  (data (i32.const 128) "Hello from the edge.\n")     ;; 21
  ;; the target is read to 1024

  (func (export "on_request") (local $length i32)
    i32.const 1024 i32.const 4096 call $target
    local.tee $length
    i32.const 4096
    i32.gt_u
    if
      return
    end
    local.get $length i32.const 6 i32.eq
    if
      i32.const 0 i32.const 6 call $begins_with
      if
        call $hello
      end
    end
    local.get $length i32.const 4 i32.ge_u
    if
      i32.const 16 i32.const 4 call $begins_with
      if
        local.get $length call $moved
      end
    end)

  (func $hello
    i32.const 32 i32.const 12 i32.const 48 i32.const 25 call $set_response_header
    i32.const 80 i32.const 13 i32.const 96 i32.const 8 call $set_response_header
    i32.const 200 i32.const 128 i32.const 21 call $answer)

  ;; /old and /new are of one length, so that the rest stays where it is.
  (func $moved (param $length i32)
    i32.const 1024 i32.const 0x77656e2f i32.store ;; "/new", the lowest byte first
    i32.const 112 i32.const 8 i32.const 1024 local.get $length call $set_response_header
    i32.const 301 i32.const 0 i32.const 0 call $answer)

  ;; Whether the target begins with this text.
  (func $begins_with (param $text i32) (param $length i32) (result i32) (local $i i32)
    loop $next
      local.get $i i32.load8_u offset=1024
      local.get $text local.get $i i32.add i32.load8_u
      i32.ne
      if
        i32.const 0
        return
      end
      local.get $i i32.const 1 i32.add
      local.tee $i
      local.get $length
      i32.lt_u
      br_if $next
    end
    i32.const 1)
)
