using System.Buffers;
using System.Text;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class LongLineTests
{
    private static readonly string Long = new('x', 5_000);

    public static TheoryData<string, bool, string?> Lines => new()
    {
        { """{"jsonrpc":"2.0","id":7,"result":{"text":"LONG"}}""", true, "7" },
        { """{"id":"a-7","result":{"text":"LONG"}}""", true, "\"a-7" },
        { """{"result":{"text":"LONG"},"jsonrpc":"2.0","id":7}""", true, "7" },
        { """{"result":{"text":"LONG"},"id":"a-7","jsonrpc":"2.0"}""" + "\r", true, "\"a-7" },
        { """{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"LONG"}}""", false, null },
        { """{"result":{"id":7,"text":"LONG"}}""", true, null },
        { """{"result":{"text":"LONG","id":7}}""", true, null },
        { """{"result":"LONG,\"id\":7}"}""", true, null },
        { """Starting LONG""", true, null },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Read_NamesTheRequestWhereItCanBeTold(string text, bool mayBeAnswer, string? key)
    {
        foreach (var part in (int[])[1, 100, 512, 513, 100_000])
        {
            var line = new LongLine();
            foreach (var chunk in Encoding.UTF8.GetBytes(text.Replace("LONG", Long, StringComparison.Ordinal)).Chunk(part))
            {
                line.Add(new ReadOnlySequence<byte>(chunk));
            }

            Assert.Equal((mayBeAnswer, key), line.Read());
        }
    }
}
