;; Adds fields that tell browsers to be careful, where the origin did not.
;; For responses only: a request passes without an instance being made.
(module
  (import "edge" "response_header"
    (func $response_header (param i32 i32 i32 i32) (result i32)))
  (import "edge" "set_response_header"
    (func $set_response_header (param i32 i32 i32 i32)))

  (memory (export "memory") 1)

  (data (i32.const 0) "strict-transport-security")    ;; 25 bytes
  (data (i32.const 32) "max-age=31536000")            ;; 16
  (data (i32.const 64) "x-content-type-options")      ;; 22
  (data (i32.const 96) "nosniff")                     ;; 7
  (data (i32.const 128) "x-frame-options")            ;; 15
  (data (i32.const 160) "DENY")                       ;; 4
  (data (i32.const 192) "referrer-policy")            ;; 15
  (data (i32.const 224) "strict-origin")              ;; 13

  (func (export "on_response")
    i32.const 0 i32.const 25 i32.const 32 i32.const 16 call $preset
    i32.const 64 i32.const 22 i32.const 96 i32.const 7 call $preset
    i32.const 128 i32.const 15 i32.const 160 i32.const 4 call $preset
    i32.const 192 i32.const 15 i32.const 224 i32.const 13 call $preset)

  ;; Sets a field that is not there. A buffer of no bytes asks for the length alone.
  (func $preset (param $name i32) (param $name_len i32) (param $value i32) (param $value_len i32)
    local.get $name local.get $name_len i32.const 0 i32.const 0 call $response_header
    i32.const -1
    i32.eq
    if
      local.get $name local.get $name_len local.get $value local.get $value_len
      call $set_response_header
    end)
)
