from transformers import Trainer


def main(model, args):
    # lossguard: ignore[COL001] the rows have labels  # expect: unused-suppression
    return Trainer(
        model=model,
        args=args,
    )
