using System.Text;
using System.Text.Json;

namespace Gatehouse.Policy.Operators.Urls;

/// <summary>The hosts of <c>host_in</c> and <c>host_not_in</c>.</summary>
internal sealed class HostList
{
    private readonly ListedHost[] hosts;

    private HostList(ListedHost[] hosts) => this.hosts = hosts;

    /// <summary>Reads a list of hosts.</summary>
    public static (HostList? List, Fault? Fault) Read(string op, JsonElement operand)
    {
        var (texts, fault) = OperandText.ReadAll(op, operand, orOne: false);
        if (texts is null)
            return (null, fault);
        var read = new List<ListedHost>(texts.Length);
        foreach (var text in texts)
        {
            if (ListedHost.Read(text) is not { } host)
                return (null, NotPlain(op, Encoding.UTF8.GetString(text)));
            read.Add(host);
        }

        return (new HostList([.. read]), null);
    }

    /// <summary>Whether a URL goes to one of the hosts.</summary>
    public Judgement Lists(ReadOnlySpan<byte> utf8)
    {
        if (!WebAddress.TryRead(utf8, out var address))
            return Judgement.Unknown(UnknownWhy.NotPlain);
        var joined = Judgement.False;
        foreach (var host in hosts)
        {
            var one = host.Lists(address);
            if (one == Truth.True)
                return Judgement.True;
            if (one == Truth.Unknown)
                joined = Judgement.Unknown(UnknownWhy.NotPlain);
        }

        return joined;
    }

    private static Fault NotPlain(string op, string text) => new(
        FaultCode.OperandInvalid,
        $"`{text}` is not a host for `{op}`",
        "write it like \"api.example.com\", \"http://10.0.0.1:8080\" or \"*.example.com\", without a path");
}
