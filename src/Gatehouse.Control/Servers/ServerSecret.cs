namespace Gatehouse.Control.Servers;

/// <summary>The value of one header towards a server, encrypted, and where it may go.</summary>
internal sealed class ServerSecret
{
    public required string ServerId { get; init; }

    /// <summary>Lower case.</summary>
    public required string Header { get; init; }

    /// <summary><c>scheme|host|port|path</c> that it was saved for; with any other it is not used.</summary>
    public required string BoundTo { get; set; }

    /// <summary>Version of the key that encrypted it.</summary>
    public required int KeyVersion { get; set; }

    /// <summary>Nonce, ciphertext, tag.</summary>
    public required byte[] Sealed { get; set; }

    public required DateTimeOffset Saved { get; set; }
}
