;; Puts each client into bucket a or b, and tells the origin by x-bucket. The cookie bucket=a or
;; bucket=b decides; without it a hash of the client hint sec-ch-ua and user-agent does, so that a
;; browser stays where it is without a cookie. The origin answers with Vary: x-bucket.
(module
  (import "edge" "request_header"
    (func $request_header (param i32 i32 i32 i32) (result i32)))
  (import "edge" "set_request_header"
    (func $set_request_header (param i32 i32 i32 i32)))

  (memory (export "memory") 1)

  (data (i32.const 0) "cookie")          ;; 6 bytes
  (data (i32.const 16) "sec-ch-ua")      ;; 9
  (data (i32.const 32) "user-agent")     ;; 10
  (data (i32.const 48) "x-bucket")       ;; 8
  (data (i32.const 64) "ab")             ;; the buckets, a byte each
  (data (i32.const 72) "bucket=")        ;; 7; what a client sends is read to 1024

  (func (export "on_request") (local $bucket i32)
    call $from_cookie
    local.tee $bucket
    i32.const 0
    i32.lt_s
    if
      ;; FNV-1a mixes its low bits badly: bit 16 decides
      i32.const 0x811c9dc5
      i32.const 16 i32.const 9 call $hash
      i32.const 32 i32.const 10 call $hash
      i32.const 16
      i32.shr_u
      i32.const 1
      i32.and
      local.set $bucket
    end
    i32.const 48 i32.const 8
    i32.const 64 local.get $bucket i32.add
    i32.const 1
    call $set_request_header)

  ;; 0 or 1; -1 where no cookie says so.
  (func $from_cookie (result i32) (local $at i32) (local $end i32) (local $bucket i32)
    i32.const 0 i32.const 6 call $read
    i32.const 1024
    i32.add
    local.set $end
    i32.const 1024
    local.set $at
    block $none
      loop $next
        ;; room for bucket= and one more
        local.get $at i32.const 8 i32.add
        local.get $end
        i32.gt_u
        br_if $none
        local.get $at call $is_bucket
        if
          local.get $at i32.load8_u offset=7
          i32.const 97 ;; a
          i32.sub
          local.tee $bucket
          i32.const 2
          i32.lt_u
          if
            local.get $bucket
            return
          end
        end
        local.get $at i32.const 1 i32.add local.set $at
        br $next
      end
    end
    i32.const -1)

  ;; Whether a cookie begins here whose name is bucket.
  (func $is_bucket (param $at i32) (result i32) (local $i i32)
    local.get $at i32.const 1024 i32.gt_u
    if
      local.get $at i32.const 1 i32.sub i32.load8_u
      i32.const 32 ;; a blank, after the semicolon
      i32.ne
      if
        i32.const 0
        return
      end
    end
    loop $next
      local.get $at local.get $i i32.add i32.load8_u
      local.get $i i32.load8_u offset=72
      i32.ne
      if
        i32.const 0
        return
      end
      local.get $i i32.const 1 i32.add
      local.tee $i
      i32.const 7
      i32.lt_u
      br_if $next
    end
    i32.const 1)

  ;; A field's value to 1024, and its length; 0 where there is none, or too much of it.
  (func $read (param $name i32) (param $name_len i32) (result i32) (local $length i32)
    local.get $name local.get $name_len i32.const 1024 i32.const 8192 call $request_header
    local.tee $length
    i32.const 8192
    i32.gt_u ;; -1 too: it is the largest, without a sign
    if
      i32.const 0
      return
    end
    local.get $length)

  ;; FNV-1a of 32 bits, over a field's value.
  (func $hash (param $hash i32) (param $name i32) (param $name_len i32) (result i32)
    (local $at i32) (local $end i32)
    local.get $name local.get $name_len call $read
    i32.const 1024
    i32.add
    local.set $end
    i32.const 1024
    local.set $at
    block $done
      loop $next
        local.get $at local.get $end i32.ge_u
        br_if $done
        local.get $hash
        local.get $at i32.load8_u
        i32.xor
        i32.const 0x01000193
        i32.mul
        local.set $hash
        local.get $at i32.const 1 i32.add local.set $at
        br $next
      end
    end
    local.get $hash)
)
