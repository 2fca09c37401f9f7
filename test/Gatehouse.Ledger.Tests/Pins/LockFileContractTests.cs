using System.Collections.Immutable;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Ledger.Tests.Pins;

/// <summary>The file keeps the contract.</summary>
public sealed class LockFileContractTests : DefinitionLockContract
{
    private readonly TempFolder _folder = new();
    private byte[]? _sound;

    private string FilePath => _folder.At("gatehouse.lock");

    private LockFile File => (LockFile)Lock;

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    protected override ValueTask<IDefinitionLock> OpenAsync() => new(LockFile.Open(FilePath, Time).File!);

    protected override ValueTask<ImmutableArray<string>> AcceptAsync(string server, string[]? names) => new(File.Accept(server, names).Accepted);

    protected override ValueTask<ImmutableArray<string>> DismissAsync(string server, string[]? names) => new(File.Dismiss(server, names).Dismissed);

    protected override async Task BreakAsync()
    {
        _sound = System.IO.File.Exists(FilePath) ? await System.IO.File.ReadAllBytesAsync(FilePath, Cancel) : null;
        await System.IO.File.WriteAllTextAsync(FilePath, "damaged", Cancel);
    }

    protected override Task MendAsync() => System.IO.File.WriteAllBytesAsync(FilePath, _sound!, Cancel);
}
