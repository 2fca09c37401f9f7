using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>What a client is told of a request that was refused by its headers: nothing that it did not know.</summary>
internal static class HttpRefusals
{
    /// <summary>The word that the client is told for what is recorded: whether a token is known elsewhere is nobody's business.</summary>
    public static string Told(string reason, int status) =>
        reason != "source-not-allowed" ? reason
        : status == StatusCodes.Status429TooManyRequests ? "too-many-wrong-tokens" : "token-wrong";

    /// <summary>One sentence for a reason.</summary>
    public static string Message(string reason) => reason switch
    {
        "token-missing" => "A grant's token is needed: send Authorization: Bearer gth_…",
        "token-wrong" or "token-expired" => "The token is not one of a grant in force.",
        "too-many-wrong-tokens" => "Too many wrong tokens came from this address.",
        "server-not-granted" => "There is nothing here for this token.",
        "session-unknown" => "The session is not known; initialize anew.",
        "body-too-large" => "The body is larger than this gateway takes.",
        "body-broken" => "The body did not arrive whole in time.",
        "host-unknown" => "This gateway does not answer to that host name.",
        "origin-unknown" => "Pages of that origin may not call this gateway.",
        "proxy-unknown" => "This listener takes requests from its own proxy alone.",
        "grant-frozen" => "This grant is frozen.",
        "grant-busy" => "This grant has as many requests under way as it may.",
        "loop" => "This request came from the gateway itself.",
        "verb-unknown" => "This method is not open here.",
        "response-unexpected" => "Nothing was asked of this client.",
        "version-unsupported" => "The protocol version is not supported.",
        _ => "The request is not well formed.",
    };
}
