namespace Gatehouse.Gateway.Wire;

/// <summary>Every refusal of the strict reader: one instance each, none with a value of the message.</summary>
internal static class WireRefusals
{
    public static readonly WireRefusal Empty = Parse("body-empty", "the body is empty");
    public static readonly WireRefusal Batch = Request("batch", "a body is one message, not an array of messages");
    public static readonly WireRefusal Malformed = Parse("json-malformed", "the body is not one JSON text");
    public static readonly WireRefusal NotUtf8 = Parse("json-not-utf8", "the body is not valid UTF-8");
    public static readonly WireRefusal ByteOrderMark = Parse("json-bom", "the body begins with a byte order mark");
    public static readonly WireRefusal Duplicate = Request("json-duplicate-member", "an object has a member twice");
    public static readonly WireRefusal Surrogate = Request("json-lone-surrogate", "a string holds half a character");
    public static readonly WireRefusal TooDeep = Request("json-too-deep", "the body is nested too deeply");
    public static readonly WireRefusal TooMany = Request("json-too-many-elements", "the body has too many elements");
    public static readonly WireRefusal NumberTooLong = Request("json-number-too-long", "a number is too long");
    public static readonly WireRefusal StringTooLong = Request("json-string-too-long", "a string is too long");
    public static readonly WireRefusal Unreadable = Request("unreadable", "the message cannot be read");

    public static readonly WireRefusal NotObject = Request("not-an-object", "a message is an object");
    public static readonly WireRefusal MemberUnknown =
        Request("envelope-member-unknown", "a message has only the members of JSON-RPC 2.0");
    public static readonly WireRefusal MemberCase =
        Request("member-case", "a member differs from a known one only in letter case");
    public static readonly WireRefusal Version = Request("jsonrpc-version", "`jsonrpc` is not \"2.0\"");
    public static readonly WireRefusal IdInvalid =
        Request("id-invalid", "an id is a whole number within 2^53 or a string of at most 128 characters");
    public static readonly WireRefusal Kind =
        Request("message-kind", "a message is a request, a notification or a response, and nothing between");
    public static readonly WireRefusal MethodInvalid =
        Request("method-invalid", "`method` is at most 128 visible ASCII characters");
    public static readonly WireRefusal NotNotification =
        Request("request-without-id", "this method is a request and needs an id");
    public static readonly WireRefusal NotRequest = Request("notification-with-id", "a notification has no id");
    public static readonly WireRefusal ResponseRefused =
        Request("response-refused", "clients answer nothing in this protocol version");
    public static readonly WireRefusal ErrorInvalid =
        Request("error-invalid", "`error` has a whole `code` and a `message`");

    public static readonly WireRefusal ParamsInvalid = Params("params-invalid", "`params` is an object");
    public static readonly WireRefusal ParamInvalid = Params("param-invalid", "a member of `params` has the wrong type");
    public static readonly WireRefusal NameInvalid = Params(
        "name-invalid", "`params.name` is 1 to 128 characters without control, bidirectional or invisible ones");
    public static readonly WireRefusal UriInvalid =
        Params("uri-invalid", "`params.uri` is 1 to 8192 characters without control characters");
    public static readonly WireRefusal MetaInvalid =
        Params("meta-invalid", "a member of `_meta` has the wrong type or length");
    public static readonly WireRefusal MetaMissing = Params(
        "meta-missing", "`_meta` lacks the protocol version or the client's capabilities");

    public static readonly WireRefusal VersionUnsupported =
        new(400, RpcCode.VersionUnsupported, "version-unsupported", "this protocol version is not supported");
    public static readonly WireRefusal VersionMismatch =
        Header("version-mismatch", "`MCP-Protocol-Version` and `_meta` do not name one version");
    public static readonly WireRefusal HeaderMissing =
        Header("header-missing", "a required `Mcp-*` header is missing");
    public static readonly WireRefusal HeaderRepeated =
        Header("header-repeated", "an `Mcp-*` header came twice with different values");
    public static readonly WireRefusal HeaderMalformed =
        Header("header-malformed", "an `Mcp-*` header has a malformed value");
    public static readonly WireRefusal MethodMismatch =
        Header("method-mismatch", "`Mcp-Method` differs from the body");
    public static readonly WireRefusal NameMismatch = Header("name-mismatch", "`Mcp-Name` differs from the body");
    public static readonly WireRefusal ParamMismatch =
        Header("param-mismatch", "an `Mcp-Param-*` header differs from its argument");
    public static readonly WireRefusal ParamSchema =
        Header("param-schema", "the tool's schema has an unsound `x-mcp-header`");

    public static readonly WireRefusal ContentType =
        new(415, RpcCode.InvalidRequest, "content-type", "the content type is `application/json` in UTF-8");
    public static readonly WireRefusal ContentEncoding =
        new(415, RpcCode.InvalidRequest, "content-encoding", "bodies are not compressed");
    public static readonly WireRefusal TooLarge =
        new(413, RpcCode.InvalidRequest, "body-too-large", "the body is too large");

    /// <summary>The refusal of what the scanner says.</summary>
    public static WireRefusal? Of(JsonVerdict verdict) => verdict switch
    {
        JsonVerdict.Sound => null,
        JsonVerdict.NotUtf8 => NotUtf8,
        JsonVerdict.ByteOrderMark => ByteOrderMark,
        JsonVerdict.DuplicateMember => Duplicate,
        JsonVerdict.LoneSurrogate => Surrogate,
        JsonVerdict.TooDeep => TooDeep,
        JsonVerdict.TooManyElements => TooMany,
        JsonVerdict.NumberTooLong => NumberTooLong,
        JsonVerdict.StringTooLong => StringTooLong,
        _ => Malformed,
    };

    private static WireRefusal Parse(string reason, string message) => new(400, RpcCode.ParseError, reason, message);

    private static WireRefusal Request(string reason, string message) =>
        new(400, RpcCode.InvalidRequest, reason, message);

    private static WireRefusal Params(string reason, string message) =>
        new(400, RpcCode.InvalidParams, reason, message);

    private static WireRefusal Header(string reason, string message) =>
        new(400, RpcCode.HeaderMismatch, reason, message);
}
