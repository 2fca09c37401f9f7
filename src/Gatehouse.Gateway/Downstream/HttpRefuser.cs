using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Answers HTTP requests that no handler sees, and counts them.</summary>
internal sealed class HttpRefuser(CallRecord record)
{
    /// <summary>A message that the strict reader refused.</summary>
    public ValueTask RefuseAsync(HttpContext http, WireRefusal refusal, ActiveGrant? grant)
    {
        record.Refuse(refusal.Reason, refusal.Status, grant?.Id, grant?.Server.Id);
        return new HttpReply(http).JsonAsync(refusal.Status, WireWriter.Refusal(refusal), null);
    }

    /// <summary>Somebody whom the process's own server does not let in.</summary>
    public ValueTask RefuseAsync(HttpContext http, BuiltInEntry entry)
    {
        record.Refuse(entry.Reason, entry.Status, null, BuiltInId.Word);
        return new HttpReply(http).JsonAsync(
            entry.Status, WireWriter.Error(default, RpcCode.InvalidRequest, entry.Message, entry.Reason), null);
    }

    /// <summary>A request that its headers alone refuse.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">HTTP status, 400 to 508.</param>
    /// <param name="reason">One of the words of <see cref="HttpRefusals"/>.</param>
    /// <param name="grant">Whose it was, where that is known.</param>
    public ValueTask RefuseAsync(HttpContext http, int status, string reason, ActiveGrant? grant)
    {
        record.Refuse(reason, status, grant?.Id, grant?.Server.Id);
        var told = HttpRefusals.Told(reason, status);
        var error = WireWriter.Error(default, RpcCode.InvalidRequest, HttpRefusals.Message(told), told);
        return new HttpReply(http).JsonAsync(status, error, null);
    }
}
