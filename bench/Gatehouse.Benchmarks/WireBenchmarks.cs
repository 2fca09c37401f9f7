using System.Text;
using BenchmarkDotNet.Attributes;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Benchmarks;

/// <summary>The strict reader on messages of three sizes; the framework's parser beside it for scale.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private byte[] _body = [];
    private WireHeaders _headers;

    /// <summary>Bytes of the message, about.</summary>
    [Params(300, 1024, 16 * 1024)]
    public int Size { get; set; }

    internal byte[] Body => _body;

    [GlobalSetup]
    public void Prepare()
    {
        var arguments = new StringBuilder("{\"path\":\"/srv/data/a\"");
        for (var i = 0; arguments.Length < Size - 270; i++)
        {
            arguments.Append(",\"member").Append(i).Append("\":{\"text\":\"some words and \\u00e9\",\"n\":[1,2.5,true]}");
        }

        _body = Encoding.UTF8.GetBytes(
            "{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"tools/call\",\"params\":{\"name\":\"read_file\",\"arguments\":"
            + arguments + "},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":17}}}");
        _headers = new WireHeaders { Version = ProtocolVersions.V20260728, Method = "tools/call", Name = "read_file" };
        if (WireReader.Read(_body, _headers).Message is null)
        {
            throw new InvalidOperationException("the benchmark's message is refused");
        }
    }

    [Benchmark]
    public bool Scan() => JsonScan.Check(_body, JsonCaps.Request) == JsonVerdict.Sound;

    [Benchmark]
    public bool Read() => WireReader.Read(_body, _headers).Message is not null;

    [Benchmark]
    public int Framework()
    {
        using var document = System.Text.Json.JsonDocument.Parse(_body, new() { AllowDuplicateProperties = false });
        return (int)document.RootElement.ValueKind;
    }
}
