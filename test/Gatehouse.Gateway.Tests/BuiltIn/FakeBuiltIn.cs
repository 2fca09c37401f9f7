using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Gatehouse.Gateway.BuiltIn;

namespace Gatehouse.Gateway.Tests.BuiltIn;

/// <summary>Lets in who says <c>right</c>, and tells what it was given.</summary>
internal sealed class FakeBuiltIn : IBuiltInServer
{
    public ConcurrentQueue<string?> Tokens { get; } = [];

    public ConcurrentQueue<BuiltInRequest> Requests { get; } = [];

    public ConcurrentQueue<string?> Threads { get; } = [];

    public int Places;

    public ValueTask<BuiltInEntry> EnterAsync(string token, IPAddress? from, CancellationToken cancel)
    {
        Tokens.Enqueue(token);
        Threads.Enqueue(Thread.CurrentThread.Name);
        return ValueTask.FromResult(token == "right"
            ? new BuiltInEntry(new Caller(this), 200, "", "")
            : new BuiltInEntry(null, token == "late" ? 429 : 401, "key-wrong", "The API key is not valid."));
    }

    private sealed class Caller : BuiltInCaller
    {
        private readonly FakeBuiltIn _owner;

        public Caller(FakeBuiltIn owner)
        {
            _owner = owner;
            Interlocked.Increment(ref owner.Places);
        }

        public override ValueTask<BuiltInAnswer> AnswerAsync(BuiltInRequest request, CancellationToken cancel)
        {
            _owner.Requests.Enqueue(request);
            _owner.Threads.Enqueue(Thread.CurrentThread.Name);
            return ValueTask.FromResult(new BuiltInAnswer(200, "application/json", Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"result":{}}""")));
        }

        public override void Dispose()
        {
            Interlocked.Decrement(ref _owner.Places);
            base.Dispose();
        }
    }
}
